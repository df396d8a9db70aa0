"""A small dispatcher that is real: it reads buttons, asks, answers and remembers. It takes every kind."""

import datetime as days
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.button import BadToken, Buttons
from bot.interface.command import Audience, Command
from bot.interface.kinds import Choice, Count, Day, File, Person, Pick, Place, Prose, Source, TimeOfDay, YesNo
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
    When,
    WhenStyle,
)
from bot.interface.request import Attachment, Pressed, Raw, Request, Said
from tests.canaries import secret

SECRET = secret("a small class")
PNG = b"\x89PNG\r\n\x1a\n small enough"


@dataclass(frozen=True, slots=True)
class CheckIn:
    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    note: Annotated[str, Prose("What you did", 400, long=True)] = ""
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
class Tell:
    to: Annotated[str, Prose("To whom", 20)]
    text: Annotated[str, Prose("What to say", 1_500, long=True)]
    file: Annotated[Attachment | None, File("A file", 1_000)] = None


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


class SmallClass:
    """Implements `bot.interface.platform.Dispatcher`; `requests` are those that were answered.

    `pause` is awaited before an answer and a suggestion; with a `reply`, every answer is that one.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.pause: Callable[[], Awaitable[object]] = _no_pause
        self.reply: Reply | None = None
        self.words = {"de": {"Count today": "Heute zählen", "How long": "Wie lange"}}
        self._catalogue = tuple(
            Command(name, code, arguments, self._echo, audience, text, asks=asks)
            for name, code, arguments, audience, text, asks in _DECLARED
        )
        self.buttons = Buttons(SECRET, self._catalogue)

    def catalogue(self) -> Sequence[Command]:
        return self._catalogue

    def described(self, message_id: str, language: str) -> str:
        return self.words.get(language, {}).get(message_id, message_id)

    def form(self, request: Request) -> Form | None:
        try:
            command, arguments, ask, is_answered = self._heard(request)
        except BadToken:
            return None
        ask = ask if ask is not None else (() if set(command.asks) & set(arguments) else command.asks)
        return Form(command.name, command.name, {}, ask) if ask and not is_answered else None

    async def answer(self, request: Request) -> Reply:
        self.requests.append(request)
        await self.pause()
        try:
            command, arguments, _, _ = self._heard(request)
        except BadToken as error:
            return notice("That button is too old." if error.old else "That button is not yours.")
        if command.audience is Audience.ADMINS and not request.speaker.administers:
            return notice("That is for admins.")
        return self.reply or await command.answer(command, request, arguments)

    async def suggest(self, request: Request, parameter: str, typed: str) -> Sequence[Choice]:  # noqa: ARG002
        await self.pause()
        lists = {
            "cohort": [Choice("7", "Winter 27"), Choice("8", "Spring 28")],
            "which": [Choice("min", "as fast as can be"), Choice("max", "as slow as can be")],
            "zone": [Choice(f"Etc/GMT+{hour}", f"GMT minus {hour}, now") for hour in range(30)],
        }
        return [each for each in lists[parameter] if typed.casefold() in each.label.casefold()][:25]

    def greeting(self, language: str) -> Reply:
        return Reply((Card(f"Hello in {language}"),), whisper=False)

    def unshown(self, language: str, reference: str) -> Reply:
        return notice(f"I could not show it ({language}): {reference}.")

    def _heard(self, request: Request) -> tuple[Command, Mapping[str, Raw], tuple[str, ...] | None, bool]:
        match request.intent:
            case Said(name, arguments):
                by_name = {command.name: command for command in self._catalogue}
                return by_name.get(name, self._catalogue[-1]), arguments, None, False
            case Pressed(token, answers):
                press = self.buttons.read(token, request.place, request.speaker.external_id)
                return press.command, {**press.bound, **answers}, press.ask, bool(answers)

    async def _echo(self, command: Command, request: Request, arguments: Mapping[str, Raw]) -> Reply:
        match command.name:
            case "checkin":
                note = Says("Add a note", "checkin", {"row": 5}, ask=("note", "minutes", "proof"))
                undo = Says("Undo", "undo", emphasis=Emphasis.DANGER, single_use=True)
                return Reply((Notice((Plain(_told(arguments)),)),), (note, undo), shares=("proof",))
            case "board":
                return board(int(str(arguments.get("page", 1))))
            case "showcase":
                return showcase(request)
            case _:
                return notice(f"{command.name}: {_told(arguments)}")


async def _no_pause() -> None:
    pass


def notice(text: str) -> Reply:
    return Reply((Notice((Plain(text),)),))


def ask(command: str, *names: str) -> Reply:
    """A post whose button asks for these arguments."""
    return Reply((Card("A question"),), (Says("Ask", command, ask=names, personal=False),), whisper=False)


def board(page: int) -> Reply:
    rows = (Row(f"{page}1", (Plain("Ada"),)), Row(f"{page}2", (Plain("Bruno"),), own=True))
    button = Says("Next page", "board", {"page": page + 1})
    return Reply((Board("Leaders", rows, page, 3),), (button,))


def showcase(request: Request) -> Reply:
    card = Card(
        "Progress",
        sections=(Section("Next", ((Plain("Async"),),)),),
        closing=(Plain("Next in "), When(request.at + timedelta(days=1), WhenStyle.RELATIVE)),
        picture=Picture(PNG, "Five green weeks"),
    )
    sheet = Sheet("check ins.csv", "text/csv", b"day\n1\n", (Plain("All of it"),))
    return Reply((card, sheet), (Opens("Roadmap", "https://example.org/"),), whisper=False)


def post(*, items: int = 2, opens_thread: bool = False) -> Reply:
    """A day's post, as long as wished."""
    lines = tuple((Plain(f"Item {number}: " + "read and try " * 12),) for number in range(items))
    buttons = (
        Says("Done", "checkin", {"row": 5}, emphasis=Emphasis.PRIMARY, personal=False),
        Says("Note / proof", "checkin", {"row": 5}, ask=("note", "minutes", "proof"), personal=False),
    )
    return Reply(
        (Card("Day 1 of 20 - Flask_API", sections=(Section("Learn", lines),)),),
        buttons,
        whisper=False,
        opens_thread=opens_thread,
    )


def _told(arguments: Mapping[str, Raw]) -> str:
    return (
        ", ".join(f"{name}={value}" for name, value in sorted(arguments.items()) if name != "proof")
        or "nothing"
    )


_ALL, _ADMINS = Audience.EVERYBODY, Audience.ADMINS
_DECLARED: tuple[tuple[str, str, type, Audience, str, tuple[str, ...]], ...] = (
    ("checkin", "ci", CheckIn, _ALL, "Count today", ()),
    ("undo", "un", Nothing, _ALL, "Take it back", ()),
    ("join", "jo", Join, _ALL, "Join a cohort; past days never count against you.", ("zone", "listed")),
    ("board", "bo", Paged, _ALL, "Who leads", ()),
    ("progress", "pr", Whom, _ALL, "How far somebody is", ()),
    ("showcase", "sc", Nothing, _ALL, "One of everything", ()),
    ("cohort everything", "ce", Everything, _ADMINS, "Every kind of argument", ()),
    ("cohort tell", "ct", Tell, _ADMINS, "Say something everywhere", ()),
    ("nothing", "no", Nothing, _ALL, "Nothing at all", ()),
)
