"""Tells people in private what is new about projects: what waits for them, and what was said to theirs."""

from collections.abc import Awaitable, Callable, Mapping

from bot.interface.address import PersonRef
from bot.interface.platform import Platform
from bot.interface.reply import Reply
from bot.messages.review import news_of_projects
from bot.messages.voice import voice_of
from bot.services.review_news import News, ReviewNews

Tell = Callable[[str, PersonRef, Reply, str], Awaitable[bool]]
"""Says something to somebody in private on a platform, under a key; whether it arrived."""


class ProjectPost:
    """Says what is new. `platforms` are those that there is a connection to, by name."""

    def __init__(self, news: ReviewNews, tell: Tell, platforms: Mapping[str, Platform]) -> None:
        self._news = news
        self._tell = tell
        self._platforms = platforms

    async def deliver(self) -> int:
        """Says all that is new now, each on the first account by which it arrives; returns how many did."""
        claimed = await self._news.claim(tuple(self._platforms))
        return sum([await self._deliver(news) for news in claimed])

    async def _deliver(self, news: News) -> bool:
        message = news_of_projects(voice_of(news.language or "en"), news)
        for platform, person in news.accounts:
            if await self._tell(platform, person, message, news.key):
                return True
        return False
