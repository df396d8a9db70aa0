"""A small dispatcher that is real: enough to try every kind of parameter and block."""

import datetime as days
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from small_posts import HOSTILE, plain, showcase

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.button import BadToken, Buttons
from bot.interface.command import Audience, Command
from bot.interface.kinds import Choice, Count, Day, File, Person, Pick, Place, Prose, Source, TimeOfDay, YesNo
from bot.interface.reply import (
    Card,
    Form,
    Notice,
    Plain,
    Reply,
    Says,
    Strong,
    When,
    WhenStyle,
)
from bot.interface.request import Attachment, Pressed, Raw, Request, Said
from tests.canaries import secret

SECRET = secret("a small study")


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

    async def _join(self, request: Request, _voice: None, arguments: Mapping[str, Raw]) -> Reply:  # noqa: ARG002
        return Reply((Notice(plain(f"Welcome. {dict(arguments)}")),))

    async def _create(self, request: Request, _voice: None, arguments: Mapping[str, Raw]) -> Reply:  # noqa: ARG002
        told = ", ".join(f"{name}={value!r}" for name, value in sorted(arguments.items()) if name != "file")
        return Reply((Notice(plain(told)),))
