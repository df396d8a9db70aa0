"""What people are told about themselves: settings, their data, and the privacy text."""

from datetime import time, timedelta

from bot.domain.nudging import ReminderWish
from bot.interface.reply import Card, Emphasis, Fact, Notice, Plain, Reply, Says, Section, Sheet, Strong, Text
from bot.messages.platforms import platform_name
from bot.messages.recall import wish_button, wish_words
from bot.messages.voice import LANGUAGES, Voice
from bot.services.own_data import Kept
from bot.services.people import OwnSettings


def settings(say: Voice, own: OwnSettings, *, changed: bool) -> Reply:
    """All of somebody's settings, with a button to change them."""
    card = Card(
        title=say.plain("Your settings"),
        lead=say("Saved. This is how it stands now:") if changed else say("This is how it stands:"),
        facts=(
            Fact(say.plain("Your clock"), (Plain(own.zone),) if own.zone else say("the cohort's")),
            Fact(say.plain("Your day ends at"), (Plain(say.clock(own.rollover)),)),
            Fact(say.plain("Reminder"), reminder_words(say, own.reminder)),
            Fact(say.plain("Recall"), wish_words(say, own.recall)),
            Fact(
                say.plain("Plan"),
                say("after {plan} I open the topic", plan=own.plan) if own.plan else say("none"),
            ),
            Fact(say.plain("Private messages"), _how_often(say, own.nudges)),
            Fact(say.plain("Language"), (Plain(LANGUAGES.get(own.language, own.language)),)),
            Fact(say.plain("On the leaderboard"), say("yes") if own.listed else say("no")),
            Fact(say.plain("Reviews projects of others"), say("yes") if own.reviews else say("no")),
            Fact(say.plain("Known as"), (Plain(_accounts(own)),)),
        ),
        closing=say("What is over stays as it was: a new clock counts from the next post on."),
    )
    return Reply(blocks=(card,), buttons=(_change(say), wish_button(say, own.recall)))


def export(say: Voice, content: bytes) -> Reply:
    """Somebody's data as a file."""
    sheet = Sheet(
        "roadmate-my-data.json",
        "application/json",
        content,
        say("This is everything I keep about you. {command} deletes it.", command=Strong("/forgetme")),
    )
    return Reply(blocks=(sheet,))


def about_to_forget(say: Voice, kept: Kept) -> Reply:
    """Exactly what would be deleted, with the one button that does it."""
    card = Card(
        title=say.plain("Delete everything about you?"),
        lead=say("This would go, on every platform and for good:"),
        sections=(Section("", _kept_lines(say, kept)),),
        closing=say(
            "Nothing has been deleted yet. {command} gives you a copy first.", command=Strong("/export")
        ),
    )
    button = Says(
        say.plain("Delete it all"),
        "forgetme",
        {"confirmed": True},
        emphasis=Emphasis.DANGER,
        single_use=True,
    )
    return Reply(blocks=(card,), buttons=(button,))


def forgotten(say: Voice, gone: Kept) -> Reply:
    """Confirms what was deleted."""
    text = say.many(
        "Done: I no longer know you. {count} check-in is gone with all the rest. Come back any time.",
        "Done: I no longer know you. {count} check-ins are gone with all the rest. Come back any time.",
        gone.check_ins,
    )
    return Reply(blocks=(Notice(text),))


def privacy(say: Voice) -> Reply:
    """What is kept, why, for how long, and how to get it out or get rid of it."""
    lines = (
        say("Kept: your id and name on this platform, your settings, your check-ins with their notes."),
        say(
            "Linked accounts: that they are yours, until you part them with {unlink}.",
            unlink=Strong("/unlink"),
        ),
        say("Why: to count your streak and to explain it to you. Nothing else."),
        say("Seen by the admins of your cohort: your check-ins with their notes, and your projects."),
        say(
            "A project you hand in: seen by its two reviewers, and by others if you are listed. "
            "Your name stands under the reviews you give."
        ),
        say("A buddy: you two know each other's names, and hear from me when the other has been quiet."),
        say("Seen by other members: only that somebody checked in, unless you let yourself be listed."),
        say(
            "How long: until you say {forgetme}, or thirty days after you leave a cohort.",
            forgetme=Strong("/forgetme"),
        ),
        say("Topics you recall: how well, by your own word. Nobody else sees it."),
        say("A certificate: shown to those who have its code, until you delete it with all the rest."),
        say("Yours: {export} gives you all of it as a file.", export=Strong("/export")),
        say("Never kept: anything else that is said here."),
    )
    return Reply(blocks=(Card(title=say.plain("Privacy"), sections=(Section("", lines),)),))


def reminder_words(say: Voice, wish: ReminderWish | None) -> Text:
    """When somebody is reminded, in a word or two."""
    match wish:
        case None:
            return say("none")
        case time():
            return (Plain(say.clock(wish)),)
        case timedelta():
            return say("{hours} h before your day ends", hours=wish // timedelta(hours=1))


def _how_often(say: Voice, a_week: int) -> Text:
    if not a_week:
        return say("none")
    return say.many("at most {count} in seven days", "at most {count} in seven days", a_week)


def _accounts(own: OwnSettings) -> str:
    return ", ".join(f"{name} ({platform_name(platform)})" for platform, name in own.accounts)


def _change(say: Voice) -> Says:
    return Says(say.plain("Change"), "settings", ask=("zone", "rollover", "reminder", "plan", "listed"))


def _kept_lines(say: Voice, kept: Kept) -> tuple[Text, ...]:
    counted = (
        (kept.identities, say.many("{count} account", "{count} accounts", kept.identities)),
        (
            kept.memberships,
            say.many("{count} membership in a cohort", "{count} memberships in cohorts", kept.memberships),
        ),
        (
            kept.check_ins,
            say.many("{count} check-in with its note", "{count} check-ins with their notes", kept.check_ins),
        ),
        (kept.pauses, say.many("{count} pause", "{count} pauses", kept.pauses)),
        (
            kept.submissions,
            say.many("{count} project handed in", "{count} projects handed in", kept.submissions),
        ),
        (kept.reviews, say.many("{count} review of a project", "{count} reviews of projects", kept.reviews)),
        (
            kept.buddies,
            say.many("{count} buddy or search for one", "{count} buddies or searches for one", kept.buddies),
        ),
        (kept.recalls, say.many("{count} recall of a topic", "{count} recalls of topics", kept.recalls)),
        (kept.certificates, say.many("{count} certificate", "{count} certificates", kept.certificates)),
    )
    return (say("your name and settings"), *(line for count, line in counted if count))
