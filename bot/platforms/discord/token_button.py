"""The one kind of button there is: its custom id is a token, which says everything.

Nothing about a message needs to be remembered, so a button works after any restart. What is no token, or an
old one, is handed on as well: the dispatcher has a friendly answer.
"""

import re
from collections.abc import Sequence
from typing import Any, Protocol, Self, assert_never, cast

import discord
from discord import ui

from bot.interface.address import RoomAddress
from bot.interface.button import Buttons
from bot.interface.reply import Button, Emphasis, Opens, Says
from bot.platforms.discord.markup import legible

IN_A_ROW = 5
_LONGEST_LABEL = 80
_STYLES = {
    Emphasis.PRIMARY: discord.ButtonStyle.primary,
    Emphasis.PLAIN: discord.ButtonStyle.secondary,
    Emphasis.DANGER: discord.ButtonStyle.danger,
}


class HearsPresses(Protocol):
    """The client, as a button sees it."""

    async def pressed(self, interaction: discord.Interaction, token: str) -> None:
        """Answer a press."""


class TokenButton(ui.DynamicItem[ui.Button[Any]], template=r"(?P<token>[\s\S]+)"):
    """A button that says a command."""

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction,  # noqa: ARG003 - discord.py calls it so
        item: ui.Item[Any],
        match: re.Match[str],  # noqa: ARG003 - it is the item's custom id
    ) -> Self:
        """The button that was pressed."""
        return cls(cast("ui.Button[Any]", item))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Hand the press on."""
        await cast("HearsPresses", interaction.client).pressed(interaction, self.custom_id)


def rows(
    shown: Sequence[Button], buttons: Buttons, room: RoomAddress, made_for: str
) -> list[ui.ActionRow[Any]]:
    """The buttons in rows, ready to be pressed in `room`."""
    items = [_item(button, buttons, room, made_for) for button in shown]
    return [ui.ActionRow(*items[start : start + IN_A_ROW]) for start in range(0, len(items), IN_A_ROW)]


def _item(button: Button, buttons: Buttons, room: RoomAddress, made_for: str) -> ui.Item[Any]:
    label = legible(button.label)[:_LONGEST_LABEL]
    match button:
        case Says():
            token = buttons.token(button, room, made_for)
            return TokenButton(ui.Button(label=label, style=_STYLES[button.emphasis], custom_id=token))
        case Opens():
            return ui.Button(label=label, url=button.url)
        case _:
            assert_never(button)
