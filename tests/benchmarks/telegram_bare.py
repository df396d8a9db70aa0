"""A bare python-telegram-bot: a button that is answered with a constant, and nothing is stored.

python -m tests.benchmarks.telegram_bare [--concurrent] polling | webhook URL
python -m tests.benchmarks.telegram_bare sequential | gathered CHAT...
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, ContextTypes

CONSTANT = "Day counted. Streak 1, 2 freezes left."
TEXT = "<b>Day 1 of 20</b>\n" + "Read a chapter, solve its tasks. " * 12
CONCURRENT = "--concurrent"
KEYS = (("Done", "done"), ("Note", "note"), ("Roadmap", "roadmap"))

Bare = Application[Any, Any, Any, Any, Any, Any]


async def answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Answers a press."""
    if update.callback_query is not None:
        await update.callback_query.answer(CONSTANT)


def application(*, concurrent: bool = False) -> Bare:
    """As the library's own examples make it, but for where Telegram is."""
    builder = ApplicationBuilder().token(os.environ["TELEGRAM_TOKEN"])
    builder = builder.base_url(f"{os.environ['TELEGRAM_API_URL']}/bot").concurrent_updates(concurrent)
    found: Bare = builder.build()
    found.add_handler(CallbackQueryHandler(answer))
    return found


async def called(bare: Bare, url: str) -> None:
    """Hears by webhook, in the way of the library's example for an own web server."""

    async def hear(request: web.Request) -> web.Response:
        await bare.update_queue.put(Update.de_json(await request.json(), bare.bot))
        return web.Response()

    server = web.Application()
    server.add_routes([web.post(urlsplit(url).path, hear)])
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    async with bare:
        await web.TCPSite(runner, urlsplit(url).hostname, urlsplit(url).port).start()
        await bare.start()
        await bare.bot.set_webhook(url)
        await asyncio.Event().wait()


async def posted(bare: Bare, chats: Sequence[str], *, gathered: bool) -> None:
    """Sends TEXT to each of the chats, one after the other or all at once."""
    rows = InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data) for text, data in KEYS]])

    async def one(chat: str) -> None:
        await bare.bot.send_message(
            chat, TEXT, parse_mode="HTML", disable_notification=True, reply_markup=rows
        )

    async with bare:
        if gathered:
            await asyncio.gather(*(one(chat) for chat in chats), return_exceptions=True)
        else:
            for chat in chats:
                await one(chat)


def main(*words: str) -> None:
    """One of the ways of the module's docstring."""
    how, *further = (word for word in words if word != CONCURRENT)
    bare = application(concurrent=CONCURRENT in words)
    if how == "polling":
        bare.run_polling()
    elif how == "webhook":
        asyncio.run(called(bare, *further))
    else:
        asyncio.run(posted(bare, further, gathered=how == "gathered"))


if __name__ == "__main__":
    main(*sys.argv[1:])
