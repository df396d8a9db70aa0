"""A small dispatcher that is real: it reads buttons, asks, answers and remembers."""

import asyncio
import datetime as days
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.button import BadToken, Buttons
from bot.interface.command import Audience, Command
from bot.interface.kinds import (
    Choice,
    Count,
    Day,
    File,
    Person,
    Pick,
    Place,
    Prose,
    Source,
    TimeOfDay,
    YesNo,
)
from bot.interface.reply import (
    Board,
    Card,
    Emphasis,
    Form,
    Notice,
    Opens,
    Picture,
    Plain,
    Reply,
    Row,
    Says,
    Section,
    Sheet,
)
from bot.interface.request import Attachment, Pressed, Raw, Request, Said
from tests.canaries import secret

SECRET = secret("a small school")
PNG = b"\x89PNG\r\n\x1a\n small enough"


@dataclass(frozen=True, slots=True)
class CheckIn:
    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    note: Annotated[str, Prose("What you did", 40, long=True)] = ""
    minutes: Annotated[int, Count("How long", 1, 600)] = 0
    proof: Annotated[Attachment | None, File("A picture of it", 1_000)] = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Everything:
    which: Annotated[str, Pick("One of few", Source.PACES)]
    word: Annotated[str, Prose("A word", 20)]
    zone: Annotated[str, Pick("One of many", Source.ZONES)] = ""
    number: Annotated[int, Count("A number", 1, 9)] = 0
    from_: Annotated[date | None, Day("A day")] = None
    at: Annotated[days.time | None, TimeOfDay("A time")] = None
    who: Annotated[PersonRef | None, Person("Somebody")] = None
    where: Annotated[RoomAddress | None, Place("A room")] = None
    file: Annotated[Attachment | None, File("A file", 1_000)] = None
    sure: Annotated[bool | None, YesNo("Sure")] = None


@dataclass(frozen=True, slots=True)
class Join:
    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    zone: Annotated[str, Pick("Your time zone", Source.ZONES)] = ""
    listed: Annotated[bool | None, YesNo("Show me")] = None


@dataclass(frozen=True, slots=True)
class Paged:
    page: int = 1


@dataclass(frozen=True, slots=True)
class Whom:
    member: Annotated[PersonRef | None, Person("Whose")] = None


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


class SmallSchool:
    """Implements `bot.interface.platform.Dispatcher`; `requests` are those that were answered.

    While `hold` is cleared, an answer takes its time. What is in `replies` is answered, else an echo.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.heard = asyncio.Event()
        self.hold = asyncio.Event()
        self.hold.set()
        self.replies: dict[str, Reply] = {}
        self.words = {"de": {"Count today": "Heute zählen", "Skip": "Überspringen"}}
        self._catalogue = tuple(
            Command(name, code, arguments, self._echo, audience, text, main=main, asks=asks)
            for name, code, arguments, audience, text, main, asks in _DECLARED
        )
        self.buttons = Buttons(SECRET, self._catalogue)

    @property
    def last(self) -> Request:
        return self.requests[-1]

    @property
    def dispatcher(self) -> "SmallSchool":
        return self

    def catalogue(self) -> Sequence[Command]:
        return self._catalogue

    def described(self, message_id: str, language: str) -> str:
        return self.words.get(language, {}).get(message_id, message_id)

    def form(self, request: Request) -> Form | None:
        try:
            command, arguments, ask, is_answered = self._heard(request)
        except (BadToken, KeyError):
            return None
        ask = ask if ask is not None else (() if set(command.asks) & set(arguments) else command.asks)
        return Form(command.name, command.name, {}, ask) if ask and not is_answered else None

    async def answer(self, request: Request) -> Reply:
        self.requests.append(request)
        self.heard.set()
        await self.hold.wait()
        try:
            command, arguments, _, _ = self._heard(request)
        except BadToken as error:
            return notice("That button is too old." if error.old else "That button is not yours.")
        except KeyError:
            return notice("There is no such command.")
        if command.audience is Audience.ADMINS and not request.speaker.administers:
            return notice("That is for admins.")
        return self.replies.get(command.name) or await command.answer(command, request, arguments)

    async def suggest(self, request: Request, parameter: str, typed: str) -> Sequence[Choice]:  # noqa: ARG002 - the protocol's signature
        lists = {
            "cohort": [Choice("7", "Winter 27"), Choice("8", "Spring 28")],
            "which": [Choice("min", "as fast as can be"), Choice("max", "as slow as can be")],
            "zone": [Choice(f"Etc/GMT+{hour}", f"Etc/GMT+{hour}, now 9:00") for hour in range(20)],
        }
        return [each for each in lists[parameter] if typed.casefold() in each.label.casefold()][:25]

    def greeting(self, language: str) -> Reply:
        return Reply((Card(f"Hello in {language}"),), whisper=False)

    def unshown(self, language: str, reference: str) -> Reply:
        return notice(f"I could not show it ({language}): {len(reference)}.")

    def _heard(self, request: Request) -> tuple[Command, Mapping[str, Raw], tuple[str, ...] | None, bool]:
        match request.intent:
            case Said(name, arguments):
                return {each.name: each for each in self._catalogue}[name], arguments, None, False
            case Pressed(token, answers):
                press = self.buttons.read(token, request.place, request.speaker.external_id)
                return press.command, {**press.bound, **answers}, press.ask, bool(answers)

    async def _echo(self, command: Command, request: Request, arguments: Mapping[str, Raw]) -> Reply:  # noqa: ARG002 - as every command's
        match command.name:
            case "checkin":
                note = Says("Add a note", "checkin", {"row": 5}, ask=("note", "minutes"))
                undo = Says("Undo", "undo", emphasis=Emphasis.DANGER)
                return Reply((Notice((Plain(f"Counted: {_told(arguments)}"),)),), (note, undo))
            case "board":
                return board(int(str(arguments.get("page", 1))))
            case "showcase":
                return showcase()
            case _:
                return notice(f"{command.name}: {_told(arguments)}")


def notice(text: str) -> Reply:
    return Reply((Notice((Plain(text),)),))


def board(page: int) -> Reply:
    rows = (Row(f"{page}1", (Plain("Ada"),)), Row(f"{page}2", (Plain("Bruno"),), own=True))
    return Reply((Board("Leaders", rows, page, 3),), (Says("Next page", "board", {"page": page + 1}),))


def showcase() -> Reply:
    card = Card("Progress", lead=(Plain("So far."),), picture=Picture(PNG, "Five green weeks"))
    sheet = Sheet("check ins.csv", "text/csv", b"day\n1\n", (Plain("All of it"),))
    return Reply((card, sheet), (Opens("Roadmap", "https://example.org/"),), whisper=False)


def post(*, items: int = 2) -> Reply:
    """A day's post, as long as wished."""
    lines = tuple((Plain(f"Item {number}: " + "read and try " * 12),) for number in range(items))
    buttons = (
        Says("Done", "checkin", {"row": 5}, emphasis=Emphasis.PRIMARY, personal=False),
        Says("Note / proof", "checkin", {"row": 5}, ask=("note", "minutes"), personal=False),
    )
    return Reply((Card("Day 1 of 20", sections=(Section("Learn", lines),)),), buttons, whisper=False)


def _told(arguments: Mapping[str, Raw]) -> str:
    return ", ".join(f"{name}={value}" for name, value in sorted(arguments.items()) if name != "proof") or "-"


_ALL, _ADMINS = Audience.EVERYBODY, Audience.ADMINS
_DECLARED: tuple[tuple[str, str, type, Audience, str, str, tuple[str, ...]], ...] = (
    ("checkin", "ci", CheckIn, _ALL, "Count today", "note", ()),
    ("undo", "un", Nothing, _ALL, "Take it back", "", ()),
    ("join", "jo", Join, _ALL, "Join a cohort", "cohort", ("zone", "listed")),
    ("board", "bo", Paged, _ALL, "Who leads", "", ()),
    ("progress", "pr", Whom, _ALL, "How far somebody is", "member", ()),
    ("showcase", "sc", Nothing, _ALL, "One of everything", "", ()),
    ("help", "he", Nothing, _ALL, "What can be said", "", ()),
    ("cohort create", "cc", Everything, _ADMINS, "Every kind of argument", "which", ("which", "word")),
    ("cohort end", "ce", Nothing, _ADMINS, "It is over", "", ()),
)
