"""The catalogue -> slash commands: declared once as arguments of a command, native here.

Each has one callback, whose signature is made of the command's parameters; discord.py reads it as if somebody
had written it by hand.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import discord
from discord import app_commands

from bot.interface.command import Audience, Command
from bot.interface.kinds import Choice
from bot.interface.request import Raw
from bot.platforms.discord.options import is_required, option

Say = Callable[[discord.Interaction, str, Mapping[str, Raw]], Awaitable[None]]
Suggest = Callable[[discord.Interaction, Command, str, str], Awaitable[Sequence[Choice]]]
AppCommand = app_commands.Command[Any, ..., None] | app_commands.Group

LONGEST_DESCRIPTION = 100
_ADMINS = discord.Permissions(manage_guild=True)
ANYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True)
_IN_SERVERS = app_commands.AppCommandContext(guild=True)
FOR_ANYBODY = app_commands.AppInstallationType(guild=True, user=True)
_FOR_SERVERS = app_commands.AppInstallationType(guild=True)


def slash_commands(catalogue: Sequence[Command], say: Say, suggest: Suggest) -> Iterator[AppCommand]:
    """Every command of the catalogue; those with a two-word name in groups."""
    for group, commands in groupby(sorted(catalogue, key=_group), key=_group):
        if group:
            yield _grouped(group, list(commands), say, suggest)
        else:
            for command in commands:
                single = _command(command, say, suggest)
                _restrict(single, command.audience)
                yield single


def _group(command: Command) -> str:
    return command.group


def _grouped(name: str, commands: Sequence[Command], say: Say, suggest: Suggest) -> app_commands.Group:
    """Discord shows a group's description nowhere, but wants one."""
    group = app_commands.Group(name=name, description=name)
    for command in commands:
        group.add_command(_command(command, say, suggest))
    audiences = {command.audience for command in commands}
    _restrict(group, Audience.ADMINS if audiences == {Audience.ADMINS} else Audience.EVERYBODY)
    return group


def _restrict(command: AppCommand, audience: Audience) -> None:
    """What Discord offers to whom, and where; the dispatcher asks again whoever says it."""
    is_for_all = audience is Audience.EVERYBODY
    command.default_permissions = None if is_for_all else _ADMINS
    command.allowed_contexts = ANYWHERE if is_for_all else _IN_SERVERS
    command.allowed_installs = FOR_ANYBODY if is_for_all else _FOR_SERVERS


def _command(command: Command, say: Say, suggest: Suggest) -> app_commands.Command[Any, ..., None]:
    fields = {parameter.field: parameter for parameter in command.parameters}

    async def callback(interaction: discord.Interaction, **given: Raw | None) -> None:
        said = {fields[field].name: value for field, value in given.items() if value is not None}
        await say(interaction, command.name, said)

    async def suggested(interaction: discord.Interaction, parameter: str, typed: str) -> Sequence[Choice]:
        return await suggest(interaction, command, parameter, typed)

    head = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    callback.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            head,
            *(
                inspect.Parameter(
                    field,
                    inspect.Parameter.KEYWORD_ONLY,
                    annotation=option(parameter, suggested),
                    default=inspect.Parameter.empty if is_required(parameter) else None,
                )
                for field, parameter in fields.items()
            ),
        ]
    )
    if fields:
        labels = {field: _described(each.kind.label) for field, each in fields.items()}
        app_commands.describe(**labels)(callback)
        app_commands.rename(**{field: each.name for field, each in fields.items()})(callback)
    return app_commands.Command(
        name=command.name.rpartition(" ")[2], description=_described(command.help), callback=callback
    )


def _described(message_id: str) -> app_commands.locale_str:
    """A message id, to be translated when the commands are made known."""
    return app_commands.locale_str(message_id[:LONGEST_DESCRIPTION], message_id=message_id)
