"""Plays scenes in the playground and tells them as text: who said what, when, and what came of it.

Nothing is made up: every line was said and answered through the same doors as on the page.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.interface.reply import Block, Button, Card, Notice, Plain, Reply
from bot.interface.timepiece import Timepiece
from bot.platforms.playground import columns, text, world
from bot.platforms.playground.form import Answer
from bot.platforms.playground.message import Message
from bot.platforms.playground.platform import Playground
from bot.platforms.playground.wire import ShownButton

ROOM = "study-hall"
WHOLE = 1000
"""More lines than any answer has."""

_MARGIN = " " * 7
_FENCE = f"{_MARGIN}| "
_LONGEST_BRIEF = 74
_MOST_STEPS = 10


class Stage:
    """One room, seen by somebody who sees everything; times are those of `zone`.

    `most` is how many lines of an answer are shown; with 0, its first sentences stand beside what it answers.
    """

    def __init__(
        self, playground: Playground, timepiece: Timepiece, zone: str, write: Callable[[str], None]
    ) -> None:
        self._playground = playground
        self._timepiece = timepiece
        self._zone = ZoneInfo(zone)
        self._write = write
        self._last = 0
        self._day = ""
        self._is_together = False

    def narrate(self, sentence: str) -> None:
        """Tell something that nobody says."""
        self._write("")
        for line in columns.folded(sentence, text.WIDTH):
            self._write(line)
        self._is_together = False

    def today(self) -> date:
        """The date on the stage's calendar."""
        return self._now().date()

    async def post(self, most: int = 0) -> None:
        """Move the clock to the next post, and show it."""
        for _ in range(_MOST_STEPS):
            before = self._last
            if not await self._timepiece.to_next_post():
                return
            await self._news(most)
            if self._last != before:
                return

    async def at(self, clock: str, weekday: int | None = None) -> None:
        """Move the clock on to when clocks show this next, on a weekday (0 is Monday) if that matters."""
        wanted = datetime.combine(self.today(), time.fromisoformat(clock), self._zone)
        while wanted < self._now() or weekday not in (None, wanted.weekday()):
            wanted += timedelta(days=1)  # on the wall, whatever the night brings
        await self._timepiece.forward(wanted.astimezone(UTC) - self._timepiece.now())
        await self._news(most=0)

    async def say(self, member: str, line: str, most: int = 0) -> None:
        """Somebody says a line."""
        reply = await self._playground.say(member, line, room=ROOM)
        await self._told(member, f"{member}: {line}", reply, most)

    async def press(
        self, member: str, label: str, answers: Mapping[str, Answer] | None = None, most: int = 0
    ) -> None:
        """Somebody presses a button, and answers what it asks."""
        reply = await self._playground.press(member, label, room=ROOM)
        what = f"{member} [{label}]"
        if answers is not None:
            reply = await self._playground.submit(member, answers)
            what += " " + ", ".join(f"{name}: {answer}" for name, answer in answers.items())
        await self._told(member, what, reply, most)

    async def _told(self, member: str, what: str, reply: Reply, most: int) -> None:
        now = self._timepiece.now()
        if most:
            seen = f"only {member} sees this" if reply.whisper else f"in #{ROOM}"
            self._shown(now, f"{what} ({seen})", (reply.blocks, reply.buttons), most)
        else:
            self._beside(now, what, reply.blocks)
        await self._seen()

    async def _news(self, most: int) -> None:
        """Show what the bot has posted since the last look."""
        for message in await self._playground.messages(ROOM):
            if message.id > self._last and not message.asker and not message.author:
                self._posted(message, most)
        await self._seen()

    def _posted(self, message: Message, most: int) -> None:
        if most:
            what = f"{world.BOT_NAME} in #{ROOM}"
            self._shown(message.at, what, (message.blocks, message.buttons), most)
        else:
            self._begin(message.at, together=True)
            self._lines(f"{self._clock(message.at)}  {world.BOT_NAME}: {self._brief(message.blocks)}")

    async def _seen(self) -> None:
        self._last = max((message.id for message in await self._playground.messages(ROOM)), default=0)

    def _shown(
        self,
        at: datetime,
        what: str,
        answer: tuple[Sequence[Block], Sequence[Button | ShownButton]],
        most: int,
    ) -> None:
        """What was said, and below it what came of it, in at most so many lines."""
        self._begin(at, together=False)
        self._lines(f"{self._clock(at)}  {what}")
        lines = text.lines_of(*answer, self._zone.key, self._timepiece.now(), text.WIDTH - len(_FENCE))
        for line in lines[:most] + ["..."] * (len(lines) > most):
            self._write(f"{_FENCE}{line}".rstrip())
        self._is_together = False

    def _beside(self, at: datetime, what: str, answer: Sequence[Block]) -> None:
        """What was said and, in the same line if there is room, what came of it."""
        self._begin(at, together=True)
        line = f"{self._clock(at)}  {what}"
        told = f" -> {self._brief(answer)}" if answer else ""
        if columns.width_of(line + told) <= text.WIDTH:
            self._write(line + told)
            return
        self._lines(line)
        self._write(f"{_MARGIN}{told.strip()}")

    def _brief(self, blocks: Sequence[Block]) -> str:
        """The first block's beginning: the title of a card with what it leads with."""
        match blocks[0]:
            case Card(title=title, lead=lead) if lead:
                short: Block = Notice((Plain(f"{title}: "), *lead))
            case Card(title=title):
                short = Notice((Plain(title),))
            case other:
                short = other
        line = text.lines_of([short], (), self._zone.key, self._timepiece.now(), WHOLE)[0]
        return columns.sentences(line, _LONGEST_BRIEF)

    def _lines(self, what: str) -> None:
        """A line, folded under itself."""
        for line in columns.folded(what, text.WIDTH, _MARGIN):
            self._write(line)

    def _begin(self, at: datetime, *, together: bool) -> None:
        """The day's heading where it begins, and space before what does not stand together."""
        local = at.astimezone(self._zone)
        day = f"{local:%A, %B} {local.day}"
        if day != self._day:
            self._day = day
            self._write("")
            self._write(f"=== {day} {'=' * (text.WIDTH - len(day) - 5)}")
            self._is_together = False
        if not (together and self._is_together):
            self._write("")
        self._is_together = together

    def _now(self) -> datetime:
        return self._timepiece.now().astimezone(self._zone)

    def _clock(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%H:%M}"
