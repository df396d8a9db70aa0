"""The platforms that there is a token for. Each is imported only when it is used, for that takes its time."""

from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.interface.button import Buttons
from bot.interface.platform import Dispatcher, Platform
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.platforms.discord.platform import DiscordPlatform


def has_tokens(settings: Settings) -> bool:
    """Whether there is a platform to speak on."""
    return settings.discord_token is not None


def connections(settings: Settings, dispatcher: Dispatcher, buttons: Buttons) -> list[Platform]:
    """Every platform that has a token; none is connected yet."""
    return [discord(settings, dispatcher, buttons)] if settings.discord_token else []


def discord(settings: Settings, dispatcher: Dispatcher, buttons: Buttons) -> "DiscordPlatform":
    """Discord; its token has to be set."""
    from bot.platforms.discord.platform import DiscordPlatform  # noqa: PLC0415 - see the module's docstring

    shards, token = settings.discord_shards, settings.discord_token
    return DiscordPlatform(
        dispatcher,
        buttons,
        token.get_secret_value() if token else "",
        api_url=settings.discord_api_url,
        guild_id=settings.discord_guild_id,
        shards=None if shards is None else (shards.ids, shards.count),
        directory=settings.roadmate_data,
        now=SystemClock().now,
    )
