"""The answering door: a request goes in, a reply comes out, whatever happens.

Refusals become sentences. Anything else is a bug: an apology with a reference id that is in the log.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

import structlog

from bot.commands.arguments import read_arguments
from bot.commands.choices import Choices
from bot.commands.words import clean
from bot.domain.calendar import local
from bot.domain.errors import Forbidden, NotFound, StudyError, TooMany
from bot.interface.button import BadToken, Buttons
from bot.interface.command import Command
from bot.interface.kinds import Choice, Pick
from bot.interface.reply import Form, Reply
from bot.interface.request import Pressed, Raw, Request, Said
from bot.messages.help import greeting
from bot.messages.refusals import apology, refusal, unshown
from bot.messages.reminder import private_chat_closed
from bot.messages.voice import voice_of
from bot.services.access import may_say
from bot.services.allowance import Allowance
from bot.services.asker import Asker
from bot.services.people import People

_log = structlog.get_logger()

_LONGEST_NAME = 100


class StudyDispatcher:
    """Reads requests, asks for permission, and lets the command answer."""

    def __init__(
        self,
        catalogue: Sequence[Command],
        buttons: Buttons,
        people: People,
        choices: Choices,
        allowance: Allowance,
    ) -> None:
        self._catalogue = tuple(catalogue)
        self._by_name = {command.name: command for command in catalogue}
        self._buttons = buttons
        self._people = people
        self._choices = choices
        self._allowance = allowance

    def catalogue(self) -> Sequence[Command]:
        """Every command, in the order of the help page."""
        return self._catalogue

    def described(self, message_id: str, language: str) -> str:
        """A help line or label of the catalogue in a language (BCP 47)."""
        return voice_of(language).plain(message_id)

    def form(self, request: Request) -> Form | None:
        """The questions to ask before this request is answered, if any; needs no storage."""
        try:
            heard = self._heard(request)
        except StudyError:
            return None
        return None if not heard.ask else Form(heard.command.name, heard.command.name, heard.bound, heard.ask)

    async def answer(self, request: Request) -> Reply:
        """The answer to a request; never raises for anything that people or the outside world do."""
        say = voice_of(request.speaker.language or "en")
        try:
            return await self._answer(request)
        except StudyError as error:
            return refusal(say, error)
        except Exception:  # noqa: BLE001 - one of the two doors at which bugs are caught
            reference = secrets.token_hex(4)
            _log.exception("a request failed", reference=reference, intent=_named(request))
            return apology(say, reference)

    async def suggest(self, request: Request, parameter: str, typed: str) -> Sequence[Choice]:
        """At most 25 entries for a `Pick`, best first; none for what cannot be picked."""
        command = self._by_name.get(request.intent.command) if isinstance(request.intent, Said) else None
        kinds = {} if command is None else {each.name: each.kind for each in command.parameters}
        kind = kinds.get(parameter)
        if not isinstance(kind, Pick):
            return ()
        asker = await self._people.meet(_legible(request))
        return await self._choices.suggest(asker, voice_of(asker.language), kind.source, typed)

    def greeting(self, language: str) -> Reply:
        """What to say, once, in a space that has let the bot in."""
        return greeting(voice_of(language))

    def unshown(self, language: str, reference: str) -> Reply:
        """What to say when the answer could not be shown; `reference` is in the log."""
        return unshown(voice_of(language), reference)

    async def _answer(self, request: Request) -> Reply:
        if request.speaker.is_bot:
            raise Forbidden("bots")
        self._refuse_flood(request)
        heard = self._heard(request)
        asker = await self._people.meet(_legible(request), heard.once)
        may_say(asker, heard.command)
        arguments = read_arguments(heard.command, heard.said, heard.bound, _today(asker))
        answer = await heard.command.answer(asker, voice_of(asker.language), arguments)
        return await self._with_asides(asker, answer) if asker.unreachable else answer

    async def _with_asides(self, asker: Asker, answer: Reply) -> Reply:
        """The answer, and below it that we could not write to the asker; said once, and to them alone."""
        if not answer.whisper:
            return answer
        await self._people.told_of_closed_chat(asker)
        return replace(answer, blocks=(*answer.blocks, private_chat_closed(voice_of(asker.language))))

    def _refuse_flood(self, request: Request) -> None:
        """Before anything else is done: neither a token nor the database is looked at for a flood."""
        who = request.place.platform, request.speaker.external_id
        again_at = self._allowance.again_at(who, request.at)
        if again_at is not None:
            raise TooMany("too_many_commands", self._allowance.most, again_at)

    def _heard(self, request: Request) -> "_Heard":
        match request.intent:
            case Said(command=name, arguments=said):
                command = self._by_name.get(name)
                if command is None:
                    raise NotFound("unknown_command", command=f"/{name}")
                ask = () if set(command.asks) & set(said) else command.asks
                return _Heard(command, said, {}, ask, "")
            case Pressed(token=token, answers=answers):
                try:
                    press = self._buttons.read(token, request.place, request.speaker.external_id)
                except BadToken as error:
                    raise Forbidden("old_button" if error.old else "bad_button") from error
                ask = () if answers else press.ask
                return _Heard(press.command, answers, press.bound, ask, press.once)
            case _:
                assert_never(request.intent)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a request comes down to: a command, what was said and bound, and what to ask first."""

    command: Command
    said: Mapping[str, Raw]
    bound: Mapping[str, str]
    ask: tuple[str, ...]
    once: str


def _today(asker: Asker) -> date:
    return local(asker.at, asker.zone or "UTC").date()


def _legible(request: Request) -> Request:
    """The request with names that can be stored and shown, whatever people call themselves or their rooms."""
    speaker, place = request.speaker, request.place
    return replace(
        request,
        speaker=replace(speaker, name=clean(speaker.name)[:_LONGEST_NAME] or speaker.external_id),
        place=replace(place, name=clean(place.name)[:_LONGEST_NAME]),
        space_name=clean(request.space_name)[:_LONGEST_NAME],
    )


def _named(request: Request) -> str:
    return request.intent.command if isinstance(request.intent, Said) else "button"
