"""A small dispatcher and clock that are real: enough to try every kind of parameter and block."""

import asyncio
import datetime as days
import struct
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated

from bot.interface.button import BadToken, Buttons
from bot.interface.command import (
    Attachment,
    Audience,
    Choice,
    Command,
    Count,
    Day,
    File,
    Person,
    PersonRef,
    Pick,
    Place,
    Pressed,
    Prose,
    Raw,
    Request,
    RoomAddress,
    Said,
    Source,
    TimeOfDay,
    YesNo,
)
from bot.interface.reply import (
    Board,
    Card,
    Code,
    Emphasis,
    Fact,
    Form,
    Link,
    Member,
    Notice,
    Opens,
    Picture,
    Plain,
    Reply,
    Row,
    Says,
    Section,
    Sheet,
    Strong,
    When,
    WhenStyle,
)

START = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
SECRET = b"a secret of the tests"
HOSTILE = "<img src=x onerror=alert(1)> \u202egnp.exe\u202c \x1b[31m @everyone 👩🏽‍💻"


@dataclass(frozen=True, slots=True)
class CheckIn:
    note: Annotated[str, Prose("What you did", most=400, long=True)] = ""
    minutes: Annotated[int, Count("How long", 1, 600)] = 0
    day: Annotated[str, Pick("Which day", Source.PACES)] = ""
    serial: int = 0


@dataclass(frozen=True, slots=True)
class CreateCohort:
    curriculum: Annotated[str, Pick("Roadmap", Source.CURRICULA)]
    name: Annotated[str, Prose("Name of the cohort", most=60)]
    start: Annotated[days.date | None, Day("First day")] = None
    time: Annotated[days.time | None, TimeOfDay("Time of the post")] = None
    zone: Annotated[str, Pick("Time zone", Source.ZONES)] = "UTC"
    channel: Annotated[RoomAddress | None, Place("Room")] = None
    mentor: Annotated[PersonRef | None, Person("Mentor")] = None
    listed: Annotated[bool, YesNo("Show on the leaderboard")] = False
    file: Annotated[Attachment | None, File("Own roadmap", most=1_000_000)] = None


@dataclass(frozen=True, slots=True)
class Join:
    cohort: Annotated[str, Prose("Which cohort", most=60)] = ""
    zone: Annotated[str, Pick("Time zone", Source.ZONES)] = ""
    listed: Annotated[bool | None, YesNo("Show me on the leaderboard")] = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """No arguments."""


def png(width: int = 240, height: int = 60) -> bytes:
    """A small real picture: stripes."""
    rows = b"".join(
        b"\0" + bytes(channel for x in range(width) for channel in (40, 120 + x % 120, 90))
        for _ in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def plain(text: str) -> tuple[Plain]:
    return (Plain(text),)


POST = Reply(
    blocks=(
        Card(
            title="Day 1 of 20 · Week 1 · Introduction to web development and Python",
            sections=(
                Section(
                    "Learn",
                    (
                        plain("Set up a virtual environment and install Flask"),
                        (Plain("Read "), Link("the quickstart", "https://flask.palletsprojects.com/")),
                        (Plain("Write a route that answers on "), Code("/add")),
                    ),
                ),
                Section("Project", (plain("A calculator over HTTP, part 1 of 2"),), bulleted=False),
            ),
            closing=(
                Plain("Counts until "),
                When(START + timedelta(hours=18), WhenStyle.MOMENT),
                Plain(" · yesterday 9 of 14"),
            ),
        ),
    ),
    buttons=(
        Says("Done", "checkin", {"serial": 1}, emphasis=Emphasis.PRIMARY, personal=False),
        Says("Note / proof", "checkin", {"serial": 1}, ask=("note", "minutes"), personal=False),
        Opens("Open", "https://example.org/roadmap"),
    ),
    whisper=False,
)


def showcase() -> Reply:
    """One of every block and span."""
    spans = (
        *(Plain("plain "), Strong("strong "), Code("code "), Link("link", "https://example.org/")),
        *(Plain(" "), Member("Zoë"), Plain(" "), When(START, WhenStyle.RELATIVE)),
        *(Plain(" "), When(START, WhenStyle.TIME), Plain(" "), When(START, WhenStyle.DAY)),
    )
    return Reply(
        blocks=(
            Notice(spans),
            Card(
                "Progress",
                lead=plain("Twelve weeks, 51 topics"),
                facts=(Fact("Streak", plain("12 days")), Fact("Freezes", plain("2 left"))),
                sections=(Section("Next", (plain("Async"), plain("Testing"))),),
                closing=plain("Keep going"),
                picture=Picture(png(), "Five green weeks and one grey day"),
            ),
            Board(
                "Leaderboard",
                (
                    Row("1.", (Member("Ada"), Plain(" · 12 days"))),
                    Row("2.", plain("Bruno · 9 days"), own=True),
                ),
                page=1,
                pages=3,
                note=plain("Only those who want to be listed"),
            ),
            Sheet("check-ins.csv", "text/csv", b"day,who\n1,Ada\n", plain("All your data")),
        ),
        buttons=(
            Says("Undo", "undo", emphasis=Emphasis.DANGER),
            Says("Ask", "cohort create", ask=("curriculum", "name")),
        ),
        whisper=False,
    )


class SmallStudy:
    """Implements `bot.interface.platform.Dispatcher`, and remembers every request."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        everybody = Audience.EVERYBODY
        self._catalogue = (
            Command("checkin", "ci", CheckIn, self._check_in, everybody, "Count today", main="note"),
            Command("undo", "un", Nothing, self._undo, everybody, "Take the last check-in back"),
            Command("showcase", "sc", Nothing, self._showcase, everybody, "One of everything"),
            Command("hostile", "ho", Nothing, self._hostile, everybody, "Text that would like to be markup"),
            Command("join", "jo", Join, self._join, everybody, "Join a cohort", asks=("zone", "listed")),
            Command("confirm", "co", Nothing, self._confirm, everybody, "Answers with questions"),
            Command("cohort create", "cc", CreateCohort, self._create, Audience.ADMINS, "Create a cohort"),
        )
        self.buttons = Buttons(SECRET, self._catalogue)

    def catalogue(self) -> Sequence[Command]:
        return self._catalogue

    def described(self, message_id: str, language: str) -> str:  # noqa: ARG002 - the protocol's signature
        return message_id

    def form(self, request: Request) -> Form | None:
        intent = request.intent
        if isinstance(intent, Said):
            asks = next((each.asks for each in self._catalogue if each.name == intent.command), ())
            is_told = not asks or set(asks) & set(intent.arguments)
            return None if is_told else Form(intent.command, intent.command, {}, asks)
        if intent.answers:
            return None
        try:
            press = self.buttons.read(intent.token, request.place, request.speaker.external_id)
        except BadToken:
            return None
        return Form("Tell more", press.command.name, {}, press.ask) if press.ask else None

    async def answer(self, request: Request) -> Reply:
        self.requests.append(request)
        match request.intent:
            case Said(name, arguments):
                by_name = {command.name: command for command in self._catalogue}
                if name not in by_name:
                    return Reply((Notice(plain(f"There is no /{name}.")),))
                return await by_name[name].answer(request, None, arguments)
            case Pressed(token, answers):
                try:
                    press = self.buttons.read(token, request.place, request.speaker.external_id)
                except BadToken:
                    return Reply((Notice(plain("This button is not for here.")),))
                return await press.command.answer(request, None, {**press.bound, **answers})

    async def suggest(self, request: Request, parameter: str, typed: str) -> Sequence[Choice]:  # noqa: ARG002
        entries = {
            "curriculum": [
                Choice("py-backend-20d", "20 days of Python back end"),
                Choice("py-backend-12w", "12 weeks of Python back end"),
            ],
            "zone": [Choice(f"Etc/GMT+{hour}", f"GMT minus {hour}") for hour in range(25)],
            "day": [Choice("today", "Today"), Choice("yesterday", "Yesterday (still open)")],
        }[parameter]
        return [each for each in entries if typed.casefold() in each.label.casefold() + each.value][:25]

    async def _check_in(self, request: Request, _voice: None, arguments: Mapping[str, Raw]) -> Reply:
        note = f" Note: {arguments['note']}" if arguments.get("note") else ""
        text = (
            *(Strong("Day 1 counted."), Plain(f" Streak 1, 2 freezes left.{note} Next: ")),
            When(request.at + timedelta(days=1), WhenStyle.RELATIVE),
        )
        note_button = Says("Add a note", "checkin", {"serial": 1}, ask=("note",))
        return Reply((Notice(text),), (note_button, Says("Undo", "undo", single_use=True)))

    async def _undo(self, request: Request, _voice: None, arguments: Mapping[str, Raw]) -> Reply:  # noqa: ARG002
        return Reply((Notice(plain("Taken back.")),))

    async def _showcase(self, request: Request, _voice: None, arguments: Mapping[str, Raw]) -> Reply:  # noqa: ARG002
        return showcase()

    async def _hostile(self, request: Request, _voice: None, arguments: Mapping[str, Raw]) -> Reply:  # noqa: ARG002
        return Reply((Card(HOSTILE, lead=plain(HOSTILE)),), (Says(HOSTILE, "undo"),), whisper=False)

    async def _confirm(self, request: Request, _voice: None, arguments: Mapping[str, Raw]) -> Reply:  # noqa: ARG002
        return Reply(form=Form("How was it?", "checkin", {"serial": 7}, ("note",), start={"note": "Fine"}))

    async def _join(self, request: Request, _voice: None, arguments: Mapping[str, Raw]) -> Reply:  # noqa: ARG002
        return Reply((Notice(plain(f"Welcome. {dict(arguments)}")),))

    async def _create(self, request: Request, _voice: None, arguments: Mapping[str, Raw]) -> Reply:  # noqa: ARG002
        told = ", ".join(f"{name}={value!r}" for name, value in sorted(arguments.items()) if name != "file")
        return Reply((Notice(plain(told)),))


@dataclass
class SmallClock:
    """Implements `bot.interface.timepiece.Timepiece`; `posting` is called at each next post."""

    present: datetime = START
    posting: Callable[[], Awaitable[None]] | None = None
    hold: asyncio.Event | None = None
    moves: list[timedelta] = field(default_factory=list)

    def now(self) -> datetime:
        return self.present

    async def forward(self, by: timedelta) -> None:
        if self.hold is not None:
            await self.hold.wait()
        self.moves.append(by)
        self.present += by

    async def to_next_post(self) -> bool:
        if self.posting is None:
            return False
        self.present += timedelta(days=1)
        await self.posting()
        return True
