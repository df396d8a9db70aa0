"""Asks Telegram for news, again and again. It forgets news only when the next are asked for, and we keep them
before that: so none is lost, whenever this process ends.
"""

import asyncio
import json
import logging
from typing import Any, cast
from urllib.parse import urlencode

from telegram import Bot

from bot.platforms.telegram.failures import TelegramAway, connecting
from bot.platforms.telegram.incoming import ALLOWED
from bot.platforms.telegram.intake import Intake
from bot.platforms.telegram.kept import Json

_LONG = 30  # seconds that Telegram waits for something to tell
_ON_TOP = 10.0
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0
_log = logging.getLogger(__name__)


async def poll(bot: Bot, intake: Intake) -> None:
    """Goes on for ever, over passing losses too; raises Refused when Telegram will not have us."""
    offset, wait = 0, _FIRST_WAIT
    while True:
        try:
            with connecting():
                news = await _news(bot, offset)
        except TelegramAway as error:
            _log.warning("Telegram could not be asked for news", exc_info=error)
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
            continue
        wait = _FIRST_WAIT
        if news:
            await intake.hear(news)
            offset = max(each["update_id"] for each in news) + 1


async def _news(bot: Bot, offset: int) -> list[Json]:
    """Updates as they stand: python-telegram-bot would make objects of them, which cannot be kept."""
    asked: dict[str, Any] = {"timeout": _LONG, "allowed_updates": json.dumps(ALLOWED)}
    if offset:
        asked["offset"] = offset
    url = f"{bot.base_url}/getUpdates?{urlencode(asked)}"
    return cast("list[Json]", await bot.request.post(url, read_timeout=_LONG + _ON_TOP))
