"""What Telegram does to a bot, each brought about on purpose, and how it has to end."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import aiohttp

from tests.acceptance.steps import Steps
from tests.acceptance.telegram_stage import BOT, Json, Life, Person, Stage, labels

_HELD = timedelta(minutes=10)
_PATIENCE = 90


@dataclass(frozen=True, slots=True)
class Room:
    """Where a cohort of its own posts."""

    name: str
    chat: int
    thread: int | None = None


class Troubles:
    """One bot with a cohort in a room for each trouble; every study day brings one post to each of them."""

    def __init__(self, stage: Stage, life: Life, steps: Steps, boss: Person) -> None:
        self._stage = stage
        self._life = life
        self._clock = life.clock
        self._steps = steps
        self._bot = life.bot
        self._boss = boss
        self._day = 0

    async def gone_through(self) -> None:
        """All of them, one day after the other."""
        stage, boss = self._stage, self._boss
        await boss.start()
        small = await stage.ask("add_group", title="Small", members=[], creator=boss.id)
        self._small = Room("Small", small["chat_id"] if isinstance(small, dict) else small)
        forum = await stage.ask(
            "add_supergroup", title="Forum", members=[], creator=boss.id, forum=True, topics=["T"]
        )
        self._topic = Room("Forum", forum["chat_id"], forum["topics"]["T"])
        self._kicked = await self._supergroup("Kicked")
        self._lost = await self._supergroup("Lost")
        self._slow = await self._supergroup("Slow")
        self._steady = await self._supergroup("Steady")
        rooms = (self._small, self._topic, self._kicked, self._lost, self._slow, self._steady)
        for room in rooms:
            await self._cohort(room)
        await self._next_day()
        for room in rooms:
            await self._posted(room, 1)
        for what, act in (
            ("a group becomes a supergroup, told by Telegram: it posts there", self._migration),
            (
                "a group becomes a supergroup unheard: the same post is sent again there",
                self._unheard_migration,
            ),
            ("a deleted topic speaks once through General, and an admin is told", self._deleted_topic),
            ("a bot that was kicked asks at most twice more, and tells an admin once", self._kick),
            (
                "a response that was lost is held for ten minutes, then the post is there twice at most",
                self._lost_response,
            ),
            ("a 429 with a long wait goes back to the row, and holds up nobody else", self._long_wait),
            ("who blocks the bot is not written to, and hears again after coming back", self._block),
            ("Telegram out of reach at the start and in the middle: it comes back", self._outage),
            ("a second copy: it says so and stops", self._second_copy),
        ):
            await self._steps.step(what, act)

    async def _supergroup(self, title: str) -> Room:
        made = await self._stage.ask("add_supergroup", title=title, members=[], creator=self._boss.id)
        return Room(title, made["chat_id"])

    async def _cohort(self, room: Room) -> None:
        where = {} if room.thread is None else {"thread_id": room.thread}
        first = (self._clock.now() + timedelta(days=1)).date()
        draft = await self._boss.says(
            f"/cohort_create curriculum=py-backend-senior-es name={room.name} start={first} time=09:00"
            " zone=UTC days=mon,tue,wed,thu,fri,sat,sun language=en",
            room.chat,
            "preview",
            answered_in=self._boss.id,
            **where,
        )
        assert "Start" in labels(draft)
        await self._boss.chooses("Start", "runs")

    async def _next_day(self) -> None:
        self._day += 1
        day = (self._clock.now() + timedelta(days=1)).replace(hour=8, minute=59, second=57, microsecond=0)
        self._since = await self._stage.moment()
        self._calls = max((each["id"] for each in await self._stage.called("*")), default=0)
        await self._life.move_to(day)

    async def _posted(self, room: Room, day: int, chat: int | None = None) -> Json:
        return await self._stage.heard(chat or room.chat, f"Day {day} of", self._since, within=_PATIENCE)

    async def _sends(self, chat: int) -> list[Json]:
        found = await self._stage.called("sendMessage", self._calls)
        return [each for each in found if str(each["params"].get("chat_id")) == str(chat)]

    async def _migration(self) -> None:
        new = await self._stage.ask("migrate", chat=self._small.chat)
        await self._next_day()
        await self._posted(self._small, self._day, new)
        self._small = Room("Small", new)

    async def _unheard_migration(self) -> None:
        made = await self._stage.ask("add_group", title="Unheard", members=[], creator=self._boss.id)
        room = Room("Unheard", made["chat_id"] if isinstance(made, dict) else made)
        await self._cohort(room)
        self._bot.kill()
        new = await self._stage.ask("migrate", chat=room.chat)
        offset = max(each["update_id"] for each in await self._stage.ask("updates")) + 1
        await self._swallow(offset)
        self._bot.start()
        await self._stage.ask("wait_online", timeout=_PATIENCE)
        await self._next_day()
        await self._posted(room, 1, new)
        assert [each["status"] for each in await self._sends(room.chat)] == [400], (
            "refused once, at its old number"
        )

    async def _swallow(self, offset: int) -> None:
        """Updates that nobody ever sees."""
        url = f"{self._stage.url}/bot{self._stage.token}/getUpdates?offset={offset}&timeout=0"
        async with aiohttp.request("GET", url) as answer:
            assert answer.status == 200, await answer.text()

    async def _deleted_topic(self) -> None:
        await self._stage.ask("set_topic", chat=self._topic.chat, thread_id=self._topic.thread, delete=True)
        await self._next_day()
        post = await self._posted(self._topic, self._day)
        assert post["thread_id"] is None, "in General"
        await self._next_day()
        told = await self._stage.heard(self._boss.id, "Forum", self._since)
        assert "Forum" in told["text"]

    async def _kick(self) -> None:
        await self._stage.ask("remove_bot", chat=self._kicked.chat)
        calls = self._calls = max(each["id"] for each in await self._stage.called("*"))
        for _ in range(3):
            await self._next_day()
            await self._posted(self._steady, self._day)
        self._calls = calls
        assert len(await self._sends(self._kicked.chat)) <= 2, (
            "at most 2 requests after the first permanent error"
        )
        told = [each for each in await self._stage.seen(self._boss.id, since=0) if "Kicked" in each["text"]]
        closed = [
            each
            for each in told
            if "closed" in each["text"] or "reach" in each["text"] or "post" in each["text"]
        ]
        assert closed, [each["text"] for each in told]

    async def _lost_response(self) -> None:
        await self._stage.ask(
            "add_fault", kind="lost_response", method="sendMessage", chat_id=self._lost.chat
        )
        await self._next_day()
        await self._posted(self._lost, self._day)
        await self._posted(self._steady, self._day)
        assert len(await self._sends(self._lost.chat)) == 1
        await self._life.move_to(self._clock.now() + _HELD - timedelta(minutes=2))
        await asyncio.sleep(20)
        assert len(await self._sends(self._lost.chat)) == 1, "it is held"
        await self._life.move_to(self._clock.now() + timedelta(minutes=15))
        await self._until(self._sent_twice, "it was not sent again")

    async def _sent_twice(self) -> bool:
        return len(await self._sends(self._lost.chat)) == 2

    async def _long_wait(self) -> None:
        await self._stage.ask(
            "add_fault", kind="flood", method="sendMessage", chat_id=self._slow.chat, retry_after=300
        )
        await self._next_day()
        await self._posted(self._steady, self._day)
        await asyncio.sleep(15)
        assert len(await self._sends(self._slow.chat)) == 1, "Telegram is not asked again before that"
        await self._life.move_to(self._clock.now() + timedelta(minutes=6))
        await self._posted(self._slow, self._day)
        assert len(await self._sends(self._slow.chat)) == 2

    async def _block(self) -> None:
        await self._stage.ask("block_bot", user=self._boss.id)
        chat = self._steady.chat
        since = await self._stage.moment()
        await self._stage.ask("send_text", user=self._boss.id, text="/cohort_status Steady", chat=chat)
        pointer = await self._stage.heard(chat, "private chat", since)
        assert pointer["buttons"][0][0]["value"] == f"https://t.me/{BOT}?start=answer"
        await self._stage.ask("unblock_bot", user=self._boss.id)
        answer = await self._boss.start("answer", "Steady")
        assert "Steady" in answer["text"]

    async def _outage(self) -> None:
        await self._stage.ask("add_fault", kind="reset", method="*", count=None)
        await asyncio.sleep(5)
        self._bot.kill()
        self._bot.start()
        await asyncio.sleep(15)
        assert self._bot.ended(0.1) is None, "it lives on"
        await self._stage.ask("clear_faults")
        await self._next_day()
        await self._posted(self._steady, self._day)
        assert (
            "token" not in self._bot.said.replace("TELEGRAM_TOKEN", "").lower()
            or self._stage.token not in self._bot.said
        )

    async def _second_copy(self) -> None:
        url = f"{self._stage.url}/bot{self._stage.token}/getUpdates?timeout=1"
        async with aiohttp.request("GET", url) as answer:
            await answer.read()
        code = await asyncio.to_thread(self._bot.ended, _PATIENCE)
        assert code == 1, code
        assert "TELEGRAM_TOKEN" in self._bot.said[-1500:], self._bot.said[-1500:]
        assert self._stage.token not in self._bot.said

    async def _until(self, holds: Callable[[], Awaitable[bool]], what: str) -> None:
        for _ in range(_PATIENCE):
            if await holds():
                return
            await asyncio.sleep(1)
        raise AssertionError(what)
