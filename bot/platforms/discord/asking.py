"""A form as the program means it -> a Discord modal, whose id is a token: it says all that is known already.

So a form is answered as well after a restart. What does not fit into a token (a file, a long text) is kept in
memory for as long as Discord lets a form be answered.
"""

import asyncio
import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from discord import ui

from bot.interface.button import Buttons
from bot.interface.command import Command, Parameter
from bot.interface.kinds import Choice, Pick
from bot.interface.platform import Dispatcher
from bot.interface.reply import Bound, Form, Says
from bot.interface.request import Pressed, Raw, Request, Said
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.fields import OTHER, fields, shortened
from bot.platforms.discord.hearing import beside
from bot.platforms.discord.options import is_required

MOST_FIELDS = 5
_LONGEST_TITLE = 45
_MOST_KEPT = 1_000
_PATIENCE = timedelta(seconds=1)
_KEPT = "~"


class Asking:
    """Opens forms, and finds out what an answered one was about."""

    def __init__(self, dispatcher: Dispatcher, buttons: Buttons, calls: Calls) -> None:
        self._dispatcher = dispatcher
        self._buttons = buttons
        self._calls = calls
        self._commands = {command.name: command for command in dispatcher.catalogue()}
        self._kept: OrderedDict[str, Said] = OrderedDict()

    def form(self, request: Request) -> Form | None:
        """The questions to ask first: those of the program, else for what must be given and was not."""
        form = self._dispatcher.form(request)
        if form is not None or isinstance(request.intent, Pressed):
            return form
        command = self._commands.get(request.intent.command)
        return None if command is None else _missing(command, request.intent.arguments)

    async def modal(self, form: Form, request: Request) -> ui.Modal:
        """The form for the person who made the request."""
        command, language = self._commands[form.command], request.speaker.language
        parameters = [command.parameter(name) for name in form.ask]
        suggested = await self._suggested(command, parameters, request)
        described = self._dispatcher.described
        title = described(command.help, language) if form.title == command.name else form.title
        modal = ui.Modal(title=_title(title), custom_id=self._id(form, request))
        yes_no = described("yes", language).capitalize(), described("no", language).capitalize()
        found = [
            field
            for parameter in parameters
            for field in fields(
                parameter,
                described(parameter.kind.label, language),
                form.start.get(parameter.name, ""),
                suggested.get(parameter.name, ()),
                yes_no,
            )
        ]
        for field in _fitting(found):
            modal.add_item(field)
        modal.stop()  # or discord.py would remember it for ever, and answer in our place
        return modal

    def intent(self, form_id: str, answers: Mapping[str, Raw]) -> Said | Pressed:
        """What somebody says who answers the form with that id."""
        said = self._kept.pop(form_id, None)
        if said is None:
            return Pressed(form_id, answers)
        return Said(said.command, {**said.arguments, **answers})

    async def _suggested(
        self, command: Command, parameters: Sequence[Parameter], request: Request
    ) -> dict[str, Sequence[Choice]]:
        """The lists to pick from; one that takes too long is left out, as a form must come at once."""
        intent = request.intent if isinstance(request.intent, Said) else Said(command.name, {})
        asked = beside(request, intent)
        tasks = {
            parameter.name: self._calls.begun(
                self._dispatcher.suggest(asked, parameter.name, ""), "suggestions"
            )
            for parameter in parameters
            if isinstance(parameter.kind, Pick)
        }
        if tasks:
            await asyncio.wait(tasks.values(), timeout=_PATIENCE.total_seconds())
        return {name: task.result() for name, task in tasks.items() if task.done()}

    def _id(self, form: Form, request: Request) -> str:
        if isinstance(request.intent, Pressed):
            return request.intent.token
        said = {name: value for name, value in request.intent.arguments.items() if name not in form.ask}
        if all(isinstance(value, str | int | bool) for value in said.values()):
            bound: dict[str, Bound] = {**form.bound, **said}  # type: ignore[dict-item]
            try:
                says = Says(form.title, form.command, bound, form.ask)
                return self._buttons.token(says, request.place, request.speaker.external_id)
            except ValueError:
                pass
        return self._keep(Said(form.command, said))

    def _keep(self, said: Said) -> str:
        handle = f"{_KEPT}{secrets.token_urlsafe(12)}"
        self._kept[handle] = said
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return handle


def _title(text: str) -> str:
    """A text of one line, or what it says first."""
    whole = len(text) <= _LONGEST_TITLE
    return shortened(text if whole else re.split("[;:.,]", text)[0], _LONGEST_TITLE)


def _missing(command: Command, given: Mapping[str, Raw]) -> Form | None:
    """A form for what Discord was not told to insist on."""
    names = tuple(
        parameter.name
        for parameter in command.parameters
        if parameter.required and not is_required(parameter) and not given.get(parameter.name)
    )
    return Form(command.name, command.name, {}, names) if names else None


def _fitting(found: Sequence[ui.Label[Any]]) -> Sequence[ui.Label[Any]]:
    """As many fields as Discord takes: texts beside lists go first, then what comes last."""
    if len(found) > MOST_FIELDS:
        found = [field for field in found if not _is_beside(field)]
    return list(islice(found, MOST_FIELDS))


def _is_beside(field: ui.Label[Any]) -> bool:
    component: Any = field.component
    return str(component.custom_id).endswith(OTHER)
