"""What somebody says about themselves: `/settings`, `/export`, `/forgetme`, `/privacy`."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated

from bot.commands.words import recall_hour, reminder
from bot.interface.command import Audience, Command
from bot.interface.kinds import Count, Pick, Prose, Source, TimeOfDay, YesNo
from bot.interface.reply import Reply
from bot.messages import person as messages
from bot.messages import recall as recalls
from bot.messages import reminder as reminders
from bot.messages.voice import Voice, mark, voice_of
from bot.services.asker import Asker
from bot.services.own_data import OwnDataDesk
from bot.services.people import People, Wishes

_LONGEST_WORD = 20
_LONGEST_PLAN = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """Arguments of `/settings`; those left out stay as they are.

    `answer` is what is said to a message that came by itself.
    """

    zone: Annotated[str, Pick("Your time zone", Source.ZONES)] = ""
    rollover: Annotated[time | None, TimeOfDay("Your day ends at")] = None
    reminder: Annotated[str, Prose("Remind me at, before (my day ends), or off", _LONGEST_WORD)] = ""
    language: Annotated[str, Pick("Your language", Source.LANGUAGES)] = ""
    listed: Annotated[bool | None, YesNo("Show me on the leaderboard")] = None
    plan: Annotated[str, Prose("I open the topic after..., or off", _LONGEST_PLAN)] = ""
    nudges: Annotated[int | None, Count("Private messages a week, at most", 0, 3)] = None
    answer: str = ""
    reviews: Annotated[bool | None, YesNo("Ask me to review projects")] = None
    recall: Annotated[str, Prose("Learnt topics come back at, on, or off", _LONGEST_WORD)] = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Of a command that needs no arguments."""


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Arguments of `/forgetme`; only its button confirms."""

    confirmed: bool = False


class PersonCommands:
    """Everybody's own settings and data."""

    def __init__(self, people: People, desk: OwnDataDesk) -> None:
        self._people = people
        self._desk = desk

    def commands(self) -> tuple[Command, ...]:
        """The declarations of this family."""
        everybody = Audience.EVERYBODY
        return (
            Command(
                "settings",
                "se",
                Settings,
                self.settings,
                everybody,
                mark("Your clock, reminder, recall and listing."),
            ),
            Command(
                "export",
                "ex",
                Nothing,
                self.export,
                everybody,
                mark("All that is kept about you, as a file."),
            ),
            Command(
                "forgetme",
                "fo",
                ForgetMe,
                self.forgetme,
                everybody,
                mark("Delete all that is kept about you."),
            ),
            Command(
                "privacy", "py", Nothing, self.privacy, everybody, mark("What is kept about you, and why.")
            ),
        )

    async def settings(self, asker: Asker, say: Voice, args: Settings) -> Reply:
        """Shows the asker's settings, after changing those that were named."""
        if args.answer:
            return await self._answered(asker, say, args.answer)
        if args == Settings():
            return messages.settings(say, await self._people.settings(asker), changed=False)
        own = await self._people.change_settings(asker, _wishes(args))
        return messages.settings(voice_of(own.language), own, changed=True)

    async def _answered(self, asker: Asker, say: Voice, answer: str) -> Reply:
        if answer == reminders.FEWER:
            return reminders.fewer(say, await self._people.fewer(asker))
        await self._people.not_today(asker)
        return recalls.later(say) if answer == recalls.LATER else reminders.not_today(say)

    async def export(self, asker: Asker, say: Voice, args: Nothing) -> Reply:  # noqa: ARG002 - it has none
        """Hands the asker all their data."""
        return messages.export(say, await self._desk.export(asker))

    async def forgetme(self, asker: Asker, say: Voice, args: ForgetMe) -> Reply:
        """Shows what would go; its button deletes it."""
        if args.confirmed:
            return messages.forgotten(say, await self._desk.forget(asker))
        return messages.about_to_forget(say, await self._desk.kept(asker))

    async def privacy(self, asker: Asker, say: Voice, args: Nothing) -> Reply:  # noqa: ARG002 - it is the same for all
        """The privacy text."""
        return messages.privacy(say)


def _wishes(args: Settings) -> Wishes:
    wish = reminder("reminder", args.reminder) if args.reminder else None
    recall = recall_hour("recall", args.recall) if args.recall else None
    no_plan = args.plan.casefold() == "off"
    return Wishes(
        zone=args.zone or None,
        rollover=args.rollover,
        reminder=wish,
        no_reminder=bool(args.reminder) and wish is None,
        recall=recall,
        no_recall=bool(args.recall) and recall is None,
        plan="" if no_plan else args.plan or None,
        nudges=args.nudges,
        language=args.language or None,
        listed=args.listed,
        reviews=args.reviews,
    )
