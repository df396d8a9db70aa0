"""An interaction -> a request: who says what, where and when."""

from dataclasses import replace
from datetime import datetime

import discord

from bot.interface.request import Pressed, Request, Said, Speaker
from bot.platforms.discord.markup import legible
from bot.platforms.discord.rooms import is_visiting, place_of


def request_of(interaction: discord.Interaction, intent: Said | Pressed) -> Request:
    """The request that an interaction makes. It happened when Discord says so, however late it is heard."""
    place = place_of(interaction)
    guild = interaction.guild if place.space else None
    return Request(
        event_id=str(interaction.id),
        at=heard_at(interaction),
        speaker=speaker_of(interaction),
        place=place,
        space_name=guild.name if guild is not None and guild.name else "",
        intent=intent,
    )


def beside(request: Request, intent: Said) -> Request:
    """A question on the way to an answer: an event of its own, so that it is not taken for the answer."""
    return replace(request, event_id=f"{request.event_id}?", intent=intent)


def speaker_of(interaction: discord.Interaction) -> Speaker:
    """Who speaks. Discord says with every interaction what they may do there."""
    may = interaction.permissions
    return Speaker(
        external_id=str(interaction.user.id),
        name=legible(interaction.user.display_name),
        administers=may.manage_guild and not is_visiting(interaction),
        is_bot=interaction.user.bot,
        language=interaction.locale.value,
    )


def heard_at(interaction: discord.Interaction) -> datetime:
    """The instant that is in the interaction's id (aware UTC)."""
    return interaction.created_at
