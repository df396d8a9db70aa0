"""What goes out in private on our own account: each feature's facts in its reader's language."""

from collections.abc import Mapping, Sequence

from bot.interface.reply import Reply
from bot.messages.buddy import buddy_letter
from bot.messages.digest import summary
from bot.messages.recall import recall_letter
from bot.messages.reminder import reminder
from bot.messages.review import news_of_projects
from bot.messages.voice import voice_of
from bot.services.buddy_news import BUDDY, BuddyNews
from bot.services.digests import Digests
from bot.services.nudges import SUMMARY, Telling
from bot.services.recall_prompts import RECALL, RecallPrompts
from bot.services.reminders import REMINDER, Reminders
from bot.services.review_news import PROJECTS, ReviewNews
from bot.teller import Correspondence


def project_letters(news: ReviewNews) -> Correspondence:
    """What members hear about projects."""

    async def letters(tellings: Sequence[Telling]) -> Mapping[int, Reply]:
        facts = await news.letters(tellings)
        return {row: news_of_projects(voice_of(fact.language), fact) for row, fact in facts.items()}

    return Correspondence(PROJECTS, news.enter_due, news.next_look_at, letters)


def reminder_letters(reminders: Reminders) -> Correspondence:
    """Reminders of study days that wait."""

    async def letters(tellings: Sequence[Telling]) -> Mapping[int, Reply]:
        facts = await reminders.letters(tellings)
        return {row: reminder(voice_of(fact.language), fact) for row, fact in facts.items()}

    return Correspondence(REMINDER, reminders.enter_due, reminders.next_look_at, letters)


def summary_letters(digests: Digests) -> Correspondence:
    """Weekly summaries for admins; their cohorts' digests are entered with them."""

    async def letters(tellings: Sequence[Telling]) -> Mapping[int, Reply]:
        facts = await digests.summaries(tellings)
        return {row: summary(voice_of(fact.language), fact) for row, fact in facts.items()}

    return Correspondence(SUMMARY, digests.enter_due, digests.next_look_at, letters)


def buddy_letters(news: BuddyNews) -> Correspondence:
    """What members hear about their buddies."""

    async def letters(tellings: Sequence[Telling]) -> Mapping[int, Reply]:
        facts = await news.letters(tellings)
        return {row: buddy_letter(voice_of(fact.language), fact) for row, fact in facts.items()}

    return Correspondence(BUDDY, news.enter_due, news.next_look_at, letters)


def recall_letters(prompts: RecallPrompts) -> Correspondence:
    """Topics that come back."""

    async def letters(tellings: Sequence[Telling]) -> Mapping[int, Reply]:
        facts = await prompts.letters(tellings)
        return {row: recall_letter(voice_of(fact.language), fact) for row, fact in facts.items()}

    return Correspondence(RECALL, prompts.enter_due, prompts.next_look_at, letters)
