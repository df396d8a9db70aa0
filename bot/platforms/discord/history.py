"""Reads a room's own history for a message of ours that may or may not be there."""

from collections.abc import AsyncIterator, Callable, Collection
from datetime import datetime, timedelta

import discord
from discord.abc import Messageable

from bot.interface.platform import Unclear
from bot.platforms.discord.fingerprint import Fingerprint
from bot.platforms.discord.pacer import Pacer

WINDOW = timedelta(hours=50)
"""No message is sent so long after it fell due: what is older cannot be the one that is looked for."""

_SKEW = timedelta(hours=12)
_PAGE = 100
_MOST_PAGES = 50


class History:
    """Looks back as far as may be needed. What cannot be read to its end is Unclear, never `not found`."""

    def __init__(self, client: discord.Client, pacer: Pacer, now: Callable[[], datetime]) -> None:
        self._client = client
        self._pacer = pacer
        self._now = now

    async def marked(
        self, place: Messageable, marks: Collection[Fingerprint], since: datetime | None = None
    ) -> dict[Fingerprint, str]:
        """The ids of the messages that carry these marks, as far as they are there."""
        found: dict[Fingerprint, str] = {}
        async for message in self._own(place, self._earliest(since)):
            found |= {mark: str(message.id) for mark in marks if mark.is_of(message)}
            if len(found) == len(marks):
                break
        return found

    async def in_forum(
        self, forum: discord.ForumChannel, mark: Fingerprint, since: datetime | None = None
    ) -> tuple[discord.Thread, str] | None:
        """The thread in which the message with this mark stands, and the message's id."""
        earliest = self._earliest(since)
        async for thread in self._threads(forum):
            if thread.owner_id == self._me and discord.utils.snowflake_time(thread.id) >= earliest:
                found = await self.marked(thread, [mark], since)
                if found:
                    return thread, found[mark]
        return None

    @property
    def _me(self) -> int:
        """Who we are. Before Discord has said so, nothing in a room could be known for ours."""
        if self._client.user is None:
            raise Unclear("who we are")
        return self._client.user.id

    def _earliest(self, since: datetime | None) -> datetime:
        """Two days back, or further to what may have been sent since then (by a clock that was ahead)."""
        usual = self._now() - WINDOW
        return usual if since is None else min(usual, since - _SKEW)

    async def _own(self, place: Messageable, earliest: datetime) -> AsyncIterator[discord.Message]:
        before: discord.Message | None = None
        me = self._me
        for _ in range(_MOST_PAGES):
            await self._pacer.turn(for_person=True)
            page = [message async for message in place.history(limit=_PAGE, before=before)]
            for message in page:
                if message.created_at < earliest:
                    return
                if message.author.id == me:
                    yield message
            if len(page) < _PAGE:
                return
            before = page[-1]
        raise Unclear(place)

    async def _threads(self, forum: discord.ForumChannel) -> AsyncIterator[discord.Thread]:
        """The open ones, and those that have closed by themselves since."""
        await self._pacer.turn(for_person=True)
        for thread in await forum.guild.active_threads():
            if thread.parent_id == forum.id:
                yield thread
        await self._pacer.turn(for_person=True)
        async for thread in forum.archived_threads(limit=_PAGE):
            yield thread
