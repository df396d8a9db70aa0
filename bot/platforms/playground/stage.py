"""Plays scenes in the playground and tells them as text: who said what, when, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.interface.reply import Block, Button, Reply
from bot.interface.timepiece import Timepiece
from bot.platforms.playground import text, world
from bot.platforms.playground.form import Answer
from bot.platforms.playground.message import Message
from bot.platforms.playground.platform import Playground
from bot.platforms.playground.wire import ShownButton

ROOM = "study-hall"
_MARGIN = " " * 7
_FENCE = f"{_MARGIN}| "
_MOST_STEPS = 10


class Stage:
    """One room, seen by somebody who sees everything; times are those of `zone`."""

    def __init__(
        self, playground: Playground, timepiece: Timepiece, zone: str, write: Callable[[str], None]
    ) -> None:
        self._playground = playground
        self._timepiece = timepiece
        self._zone = zone
        self._write = write
        self._last = 0
        self._heading = ""

    def narrate(self, sentence: str) -> None:
        """Tell something that nobody says."""
        self._write("")
        for line in text.folded(sentence, text.WIDTH):
            self._write(line)

    async def post(self) -> None:
        """Move the clock to the next post, and show it."""
        for _ in range(_MOST_STEPS):
            before = self._last
            if not await self._timepiece.to_next_post():
                return
            await self._news()
            if self._last != before:
                return

    async def at(self, clock: str) -> None:
        """Move the clock on to the next time the clocks show this."""
        now = self._timepiece.now()
        local = now.astimezone(ZoneInfo(self._zone))
        wanted = datetime.combine(local.date(), time.fromisoformat(clock), ZoneInfo(self._zone))
        if wanted.astimezone(UTC) < now:
            wanted += timedelta(days=1)  # on the wall, whatever the night brings
        await self._timepiece.forward(wanted.astimezone(UTC) - now)
        await self._news()

    async def say(self, member: str, line: str) -> None:
        """Somebody says a line."""
        self._entry(self._timepiece.now(), f"{member}: {line}")
        self._answered(member, await self._playground.say(member, line, room=ROOM))
        await self._seen()

    async def press(self, member: str, label: str, answers: Mapping[str, Answer] | None = None) -> None:
        """Somebody presses a button, and answers what it asks."""
        self._entry(self._timepiece.now(), f"{member} presses [{label}]")
        reply = await self._playground.press(member, label, room=ROOM)
        if answers is not None:
            for name, answer in answers.items():
                self._write(f"{_MARGIN}{name}: {answer}")
            reply = await self._playground.submit(member, answers)
        self._answered(member, reply)
        await self._seen()

    def _answered(self, member: str, reply: Reply) -> None:
        whom = f"{world.BOT_NAME}, to {member} only:" if reply.whisper else f"{world.BOT_NAME}:"
        if reply.blocks:
            self._write(f"{_MARGIN}{whom}")
            self._show(reply.blocks, reply.buttons)

    async def _news(self) -> None:
        """Show what the bot has posted since the last look."""
        for message in await self._playground.messages(ROOM):
            if message.id > self._last and not message.asker and not message.author:
                self._posted(message)
        await self._seen()

    def _posted(self, message: Message) -> None:
        self._entry(message.at, f"{world.BOT_NAME} posts in #{ROOM}:")
        self._show(message.blocks, message.buttons)

    async def _seen(self) -> None:
        self._last = max((message.id for message in await self._playground.messages(ROOM)), default=0)

    def _entry(self, instant: datetime, what: str) -> None:
        local = instant.astimezone(ZoneInfo(self._zone))
        heading = f"{local:%A} {local.day} {local:%B}"
        self._write("")
        if heading != self._heading:
            self._heading = heading
            self._write(f"{heading} {'=' * (text.WIDTH - len(heading) - 1)}")
            self._write("")
        self._write(f"{local:%H:%M}  {what}")

    def _show(self, blocks: Sequence[Block], buttons: Sequence[Button | ShownButton]) -> None:
        width = text.WIDTH - len(_FENCE)
        for line in text.lines_of(blocks, buttons, self._zone, self._timepiece.now(), width):
            self._write(f"{_FENCE}{line}".rstrip())
