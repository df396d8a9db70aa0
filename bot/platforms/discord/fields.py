"""A parameter -> the fields of a form in which it is asked for, each kind in Discord's native way."""

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

import discord
from discord import ui

from bot.interface.command import Parameter
from bot.interface.kinds import Choice, Count, Day, File, Person, Pick, Place, Prose, TimeOfDay, YesNo
from bot.platforms.discord.markup import legible
from bot.platforms.discord.options import LONGEST_CHOICE, MOST_CHOICES, ROOMS

OTHER = "+"
"""Ends the name of the field that takes what a list does not offer."""

_LONGEST_LABEL = 45
_LONGEST_TEXT = 4_000
_LONGEST_PLACEHOLDER = 100


def fields(
    parameter: Parameter, label: str, start: str, choices: Sequence[Choice], yes_no: tuple[str, str]
) -> Iterator[ui.Label[Any]]:
    """The fields for a parameter.

    A `Pick` is a list of its `choices`, and where these cannot be all, a text beside it. `yes_no` are the two
    words in the reader's language.
    """
    if isinstance(parameter.kind, Pick):
        yield from _pick(parameter, label, start, choices)
    else:
        yield _labelled(label, _field(parameter, start, yes_no))


def _pick(parameter: Parameter, label: str, start: str, choices: Sequence[Choice]) -> Iterator[ui.Label[Any]]:
    fitting = [choice for choice in choices[:MOST_CHOICES] if 0 < len(choice.value) <= LONGEST_CHOICE]
    is_whole = 0 < len(fitting) < MOST_CHOICES
    if fitting:
        options = [
            discord.SelectOption(
                label=legible(choice.label)[:LONGEST_CHOICE],
                value=choice.value,
                default=choice.value == start,
            )
            for choice in fitting
        ]
        required = parameter.required and is_whole
        least = 1 if required else 0
        listed: ui.Select[Any] = ui.Select(
            custom_id=parameter.name, options=options, required=required, min_values=least
        )
        yield _labelled(label, listed)
    if not is_whole:
        example = fitting[0].value if fitting else ""
        name, label = (f"{parameter.name}{OTHER}", f"{label} …") if fitting else (parameter.name, label)
        is_asked = parameter.required and not fitting
        yield _labelled(label, _text(name, required=is_asked, most=LONGEST_CHOICE, example=example))


def _field(parameter: Parameter, start: str, yes_no: tuple[str, str]) -> ui.Item[Any]:
    name, required = parameter.name, parameter.required
    match parameter.kind:
        case Prose(most=most, long=long):
            return _text(name, required=required, most=most, start=start, long=long)
        case Count(least=least, most=most):
            example = f"{least} - {most}"
            return _text(name, required=required, most=len(str(most)), start=start, example=example)
        case Day():
            return _text(name, required=required, most=20, start=start, example="2027-01-31")
        case TimeOfDay():
            return _text(name, required=required, most=10, start=start, example="09:00")
        case YesNo():
            values = zip(yes_no, ("yes", "no"), strict=True)
            options = [discord.RadioGroupOption(label=word, value=value) for word, value in values]
            return ui.RadioGroup(custom_id=name, options=options, required=required)
        case Person() | Place() | File() | Pick():
            return _entity(parameter)
        case _:
            assert_never(parameter.kind)


def _entity(parameter: Parameter) -> ui.Item[Any]:
    name, required, least = parameter.name, parameter.required, int(parameter.required)
    match parameter.kind:
        case Person():
            return ui.UserSelect(custom_id=name, required=required, min_values=least)
        case Place():
            return ui.ChannelSelect(custom_id=name, channel_types=ROOMS, required=required, min_values=least)
        case _:
            return ui.FileUpload(custom_id=name, required=required, min_values=least)


def _text(
    name: str, *, required: bool, most: int, start: str = "", example: str = "", long: bool = False
) -> ui.TextInput[Any]:
    most = min(most, _LONGEST_TEXT)
    return ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        required=required,
        max_length=most,
        default=start[:most] or None,
        placeholder=example[:_LONGEST_PLACEHOLDER] or None,
    )


def _labelled(label: str, field: ui.Item[Any]) -> ui.Label[Any]:
    return ui.Label(text=shortened(label, _LONGEST_LABEL), component=field)


def shortened(text: str, most: int) -> str:
    """The text, or its beginning with a sign that there is more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
