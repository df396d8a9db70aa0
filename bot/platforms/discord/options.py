"""The parameters of a command -> the options of a slash command, each kind in Discord's native way."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, assert_never

import discord
from discord import AppCommandOptionType, ChannelType, app_commands

from bot.interface.command import Parameter
from bot.interface.kinds import Choice, Count, Day, File, Kind, Person, Pick, Place, Prose, TimeOfDay, YesNo
from bot.interface.request import Raw
from bot.platforms.discord.given import Given, raw
from bot.platforms.discord.markup import legible

MOST_CHOICES = 25
LONGEST_CHOICE = 100
_LONGEST_WORD = 40
_LONGEST_PROSE = 6_000
ROOMS = [
    ChannelType.text,
    ChannelType.news,
    ChannelType.forum,
    ChannelType.public_thread,
    ChannelType.private_thread,
]

Suggest = Callable[[discord.Interaction, str, str], Awaitable[Sequence[Choice]]]
"""Suggests values, given the parameter's name and what is typed of it."""


class Option(app_commands.Transformer):
    """One parameter, as discord.py wants to know it."""

    def __init__(self, parameter: Parameter) -> None:
        self.parameter = parameter

    @property
    def type(self) -> AppCommandOptionType:
        """Discord's kind."""
        return _type(self.parameter.kind)

    @property
    def channel_types(self) -> list[ChannelType]:
        """Where the bot can speak."""
        return ROOMS

    @property
    def min_value(self) -> int | None:
        """The least number."""
        kind = self.parameter.kind
        return kind.least if isinstance(kind, Count) else None

    @property
    def max_value(self) -> int | None:
        """The greatest number, or the longest text."""
        return _most(self.parameter.kind)

    async def transform(self, interaction: discord.Interaction, value: Given) -> Raw:
        """The value as an argument."""
        return raw(interaction, value)


class Suggested(Option):
    """A parameter whose values are suggested while somebody types."""

    def __init__(self, parameter: Parameter, suggest: Suggest) -> None:
        super().__init__(parameter)
        self._suggest = suggest

    async def autocomplete(
        self, interaction: discord.Interaction, value: str | float
    ) -> list[app_commands.Choice[Any]]:
        """What could be meant."""
        found = await self._suggest(interaction, self.parameter.name, str(value))
        return [
            app_commands.Choice(name=legible(choice.label)[:LONGEST_CHOICE], value=choice.value)
            for choice in found[:MOST_CHOICES]
            if len(choice.value) <= LONGEST_CHOICE
        ]


def option(parameter: Parameter, suggest: Suggest) -> Option:
    """The option of a parameter."""
    return Suggested(parameter, suggest) if isinstance(parameter.kind, Pick) else Option(parameter)


def is_required(parameter: Parameter) -> bool:
    """Whether Discord insists on it: a long text that must be given is asked for in a form instead."""
    is_long = isinstance(parameter.kind, Prose) and parameter.kind.long
    return parameter.required and not is_long


def _type(kind: Kind) -> AppCommandOptionType:
    match kind:
        case Pick() | Prose() | Day() | TimeOfDay():
            return AppCommandOptionType.string
        case Count():
            return AppCommandOptionType.integer
        case Person():
            return AppCommandOptionType.user
        case Place():
            return AppCommandOptionType.channel
        case File():
            return AppCommandOptionType.attachment
        case YesNo():
            return AppCommandOptionType.boolean
        case _:
            assert_never(kind)


def _most(kind: Kind) -> int | None:
    match kind:
        case Count():
            return kind.most
        case Prose():
            return min(kind.most, _LONGEST_PROSE)
        case Pick():
            return LONGEST_CHOICE
        case Day() | TimeOfDay():
            return _LONGEST_WORD
        case _:
            return None
