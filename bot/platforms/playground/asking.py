"""A form as the program means it -> the questions as one person gets them."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.interface.command import Audience, Command
from bot.interface.kinds import Choice, Pick, Place
from bot.interface.platform import Dispatcher
from bot.interface.reply import Form
from bot.interface.request import Request, Said
from bot.platforms.playground import form as forms
from bot.platforms.playground.form import Field, Questions
from bot.platforms.playground.world import Member, Room

_LANGUAGE = ""  # members name none, so that the language of the space is spoken
_NOTHING: Mapping[str, str] = MappingProxyType({})


def is_offered(command: Command, member: Member, room: Room) -> bool:
    """Whether to suggest and to ask: what somebody may not say here is refused before they fill in a form."""
    return command.audience is Audience.EVERYBODY or (member.administers and not room.owner)


class Asking:
    """Makes questions of forms."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    def missing(self, command: Command, words: Mapping[str, str], room: Room) -> Form | None:
        """The form for all arguments of a command, when one that is required is not among the words."""
        if all(parameter.name in words for parameter in command.parameters if parameter.required):
            return None
        here = {
            parameter.name: room.id
            for parameter in command.parameters
            if isinstance(parameter.kind, Place) and not room.owner
        }
        names = tuple(parameter.name for parameter in command.parameters)
        return Form(command.name, command.name, {}, names, start={**here, **words})

    async def questions(
        self,
        form: Form,
        request: Request,
        prompt: str,
        token: str = "",
        words: Mapping[str, str] = _NOTHING,
    ) -> Questions:
        """The questions of a form, asked after `prompt`; the answers will go with the pressed button's token,
        or else with the words that were typed before.
        """
        command = self.command(form.command)
        bound = {**words, **{name: forms.word(value) for name, value in form.bound.items()}}
        return Questions(
            self._described(command.help) if form.title == command.name else form.title,
            command.name,
            prompt,
            token,
            {} if token else {name: word for name, word in bound.items() if name not in form.ask},
            tuple([await self._field(request, command, form, name) for name in form.ask]),
        )

    def command(self, name: str) -> Command:
        """The command of that name; `KeyError` if there is none."""
        return {command.name: command for command in self._dispatcher.catalogue()}[name]

    async def _field(self, request: Request, command: Command, form: Form, name: str) -> Field:
        parameter = command.parameter(name)
        choices: tuple[Choice, ...] = ()
        if isinstance(parameter.kind, Pick):
            said = request.intent if isinstance(request.intent, Said) else Said(command.name, {})
            asked = replace(request, event_id=secrets.token_hex(16), intent=said)
            choices = tuple(await self._dispatcher.suggest(asked, name, ""))
        label = self._described(parameter.kind.label)
        return forms.field(parameter, label, form.start.get(name, ""), choices)

    def _described(self, message_id: str) -> str:
        return self._dispatcher.described(message_id, _LANGUAGE)
