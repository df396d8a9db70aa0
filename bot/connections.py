"""The platforms that there is a token for. Each is imported only when it is used, for that takes its time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from bot.clock import SystemClock
from bot.interface.button import Buttons
from bot.interface.platform import Dispatcher, Platform
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.platforms.discord.platform import DiscordPlatform
    from bot.platforms.telegram.platform import TelegramPlatform


@dataclass(frozen=True, slots=True)
class Connections:
    """Platforms to speak on, none connected yet, with the routes that a web server must serve for them.

    `names` are host names under which they are called from outside.
    """

    platforms: tuple[Platform, ...]
    routes: tuple[web.RouteDef, ...] = ()
    names: tuple[str, ...] = ()


class NothingToRun(Exception):
    """No platform has a token."""


def has_tokens(settings: Settings) -> bool:
    """Whether there is a platform to speak on."""
    return settings.discord_token is not None or settings.telegram_token is not None


def connections(settings: Settings, dispatcher: Dispatcher, buttons: Buttons) -> Connections:
    """Every platform that has a token."""
    platforms: list[Platform] = []
    routes: tuple[web.RouteDef, ...] = ()
    if settings.discord_token:
        platforms.append(discord(settings, dispatcher, buttons))
    if settings.telegram_token:
        platforms.append(spoken := telegram(settings, dispatcher, buttons))
        routes = tuple(spoken.routes())
    host = urlsplit(settings.telegram_webhook_url or "").hostname
    return Connections(tuple(platforms), routes, (host,) if host else ())


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


def telegram(settings: Settings, dispatcher: Dispatcher, buttons: Buttons) -> "TelegramPlatform":
    """Telegram; its token has to be set."""
    from bot.platforms.telegram.platform import TelegramPlatform  # noqa: PLC0415 - see the module's docstring

    token, url, secret = (
        settings.telegram_token,
        settings.telegram_webhook_url,
        settings.telegram_webhook_secret,
    )
    return TelegramPlatform(
        dispatcher,
        buttons,
        token.get_secret_value() if token else "",
        api_url=settings.telegram_api_url,
        webhook=(url, secret.get_secret_value()) if url and secret else None,
        directory=settings.roadmate_data,
        now=SystemClock().now,
    )
