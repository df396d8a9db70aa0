"""Many cohorts over years of virtual time, with the real ledger and announcer, and a machine that misbehaves.

Only the clock and the rooms are not real. The process is stopped for seconds to days, dies in the middle of a
post, is suspended, and has its clock put forward and back; what became of it is judged by `books`.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from bot.announcer import Announcer
from bot.domain.calendar import local, zone_names
from bot.interface.address import RoomAddress
from bot.interface.platform import Receipt
from bot.interface.reply import Reply
from bot.services.cohort_housekeeping import CohortHousekeeping
from bot.services.cohort_settings import Wishes
from bot.services.outages import TOLERATED, Outages
from storage.tables.cohorts import cohorts
from tests.hand_clock import HandClock
from tests.study_world import MemoryPlatform, World, study_world
from tests.virtual_years.books import Books, Known, read

_BEGIN = date(2027, 1, 4)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_ROADMAPS = ("py-backend-20d", "py-backend-12w", "py-backend-a-z", "py-backend-senior-es")
_TIMES = (time(0, 15), time(2, 30), time(7), time(9), time(12), time(18, 30), time(23, 45))
_WEEKDAYS = (frozenset(range(5)), frozenset(range(7)), frozenset({0, 2, 4}))
_LONGEST_STEP = timedelta(hours=3)


class Killed(BaseException):
    """The process is no more."""


class Mailbox(MemoryPlatform):
    """Remembers of each message only when it came. With `dies`, the process ends before or after the next."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self.arrivals: dict[tuple[str, str], list[datetime]] = defaultdict(list)
        self.dies = ""
        self._clock = clock

    async def post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        del message
        self._may_die("before")
        self.arrivals[room.key, key].append(self._clock.now())
        self._may_die("after")
        return Receipt(key)

    async def find(self, room: RoomAddress, key: str, since: datetime | None = None) -> Receipt | None:
        del since
        return Receipt(key) if (room.key, key) in self.arrivals else None

    def _may_die(self, when: str) -> None:
        if self.dies == when:
            self.dies = ""
            raise Killed


@dataclass(slots=True)
class Life:
    """A machine and its bot. What the bot's own clock showed while it was awake is written down."""

    world: World
    chance: Random
    mailbox: Mailbox
    seats: Sequence[tuple[RoomAddress, Wishes]]
    known: Known = field(default_factory=Known)
    _announcer: Announcer = field(init=False)
    _outages: Outages = field(init=False)
    _awake_since: datetime = field(init=False)
    _step: timedelta = timedelta()

    @property
    def now(self) -> datetime:
        """What the bot's clock shows."""
        return self.world.clock.at

    async def live(self, days: int) -> None:
        """So many days, and some more in which nothing goes wrong, so that everything comes to its end."""
        end = self.now + days * _DAY
        await self._start()
        await self._fill_seats()
        while self.now < end:
            await self._until(self.now + _DAY * self.chance.uniform(0.1, 5.0))
            await self.chance.choice(self._faults())()
        await self._set_clock_right()
        await self._until(self.now + 2 * _DAY)
        self._asleep()

    def _faults(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        return (self._stop_shortly, self._stop_long, self._die, self._suspend, self._step_clock)

    async def _start(self) -> None:
        """A new process: nothing is remembered but what is in the file."""
        self._outages = Outages(self.world.database, self.world.clock)
        self._announcer = self.world.announcer(self.mailbox)
        await self._awake()

    async def _awake(self) -> None:
        outage = await self._outages.beat()
        if outage is not None:
            self.known.outages.append((outage.began_at, outage.ended_at))
        self._awake_since = self.now
        await self._announce()

    def _asleep(self) -> None:
        self.known.awake.append((self._awake_since, self.now))

    async def _until(self, end: datetime) -> None:
        """Awake until then: whatever falls due is done at its own instant, or a second after a try."""
        while self.now < end:
            due = await self._announcer.next_due_at()
            target = min(due or end, end, self.now + _DAY)
            self.world.clock.at = max(target, self.now + _SECOND)
            await self._stay_alive()
            await self._announce()
            await self._look_after_seats()

    async def _stay_alive(self) -> None:
        """What a sign of life every minute comes to, without giving each of them."""
        last = self._outages.last_beat
        if last is None or last <= self.now:
            await self._outages.moved()

    async def _announce(self) -> None:
        try:
            await self._announcer.run_once()
        except BaseExceptionGroup as group:
            if group.split(Killed)[1] is not None:
                raise
            await self._announcer.stop()
            self.known.deaths += 1
            await self._gone(timedelta(seconds=self.chance.uniform(1, 1800)))

    async def _gone(self, how_long: timedelta) -> None:
        self._asleep()
        began = self.now
        self.world.clock.at += how_long
        self._expect_outage(began)
        await self._start()

    def _expect_outage(self, began: datetime) -> None:
        if self.now - began > TOLERATED:
            self.known.expected_outages.append((began, self.now))

    async def _stop_shortly(self) -> None:
        await self._gone(timedelta(minutes=self.chance.uniform(0.1, 90)))

    async def _stop_long(self) -> None:
        await self._gone(
            timedelta(hours=self.chance.choice((3, 13, 20, 30, 80))) * self.chance.uniform(0.5, 1)
        )

    async def _die(self) -> None:
        self.mailbox.dies = self.chance.choice(("before", "after"))

    async def _suspend(self) -> None:
        """The same process, which wakes and finds that it is much later."""
        await self._jump(timedelta(hours=self.chance.uniform(0.1, 20)))

    async def _step_clock(self) -> None:
        """The clock is wrong from now on, or right again."""
        if self._step:
            await self._set_clock_right()
        else:
            self._step = _LONGEST_STEP * self.chance.uniform(-1, 1)
            await self._jump(self._step)

    async def _set_clock_right(self) -> None:
        step, self._step = self._step, timedelta()
        await self._jump(-step)

    async def _jump(self, by: timedelta) -> None:
        self._asleep()
        began = self.now
        self.world.clock.at += by
        self._expect_outage(began)
        await self._awake()

    async def _look_after_seats(self) -> None:
        today = self.now.date()
        if today != self.known.looked_after:
            self.known.looked_after = today
            await CohortHousekeeping(self.world.database, self.world.clock).end_finished()
            await self._fill_seats()

    async def _fill_seats(self) -> None:
        """Where a cohort has come to its end, the next one begins."""
        async with self.world.database.read() as connection:
            query = select(cohorts.c.id).where(cohorts.c.state == "running")
            running = set((await connection.execute(query)).scalars())
        for seat, (room, wishes) in enumerate(self.seats):
            if self.known.seated.get(seat) not in running:
                await self._seat(seat, room, wishes)

    async def _seat(self, seat: int, room: RoomAddress, wishes: Wishes) -> None:
        roadmap = self.chance.choice(_ROADMAPS)
        start = local(self.now, wishes.zone).date() + self.chance.randint(1, 3) * _DAY
        wished = Wishes(
            start=start, at=wishes.at, zone=wishes.zone, weekdays=wishes.weekdays, late=wishes.late
        )
        number = len(self.known.planned) + 1
        cohort_id = await self.world.cohort(f"Cohort {number}", curriculum=roadmap, room=room, wishes=wished)
        self.known.seated[seat] = cohort_id
        _, days = await self.world.stored(cohort_id)
        self.known.planned[cohort_id] = (wished, [(day.day, day.posts_at, day.number) for day in days])


async def lived(directory: Path, how_many: int, days: int, seed: int) -> Books:
    """Lets so many cohorts live for so many days, and reads the books."""
    chance = Random(seed)  # noqa: S311 - repeatable chance
    zones = chance.sample(zone_names(), len(zone_names()))
    seats = [
        (
            RoomAddress("demo", f"space {number}", f"room {number}", name=f"room {number}"),
            Wishes(
                at=chance.choice(_TIMES),
                zone=zones[number % len(zones)],
                weekdays=chance.choice(_WEEKDAYS),
                late=chance.choice(("shift", "skip")),
            ),
        )
        for number in range(how_many)
    ]
    clock = HandClock(datetime.combine(_BEGIN, time(), tzinfo=UTC))
    async with study_world(directory, clock) as world:
        life = Life(world, chance, Mailbox(clock), seats)
        await life.live(days)
        return await read(world.database, life.mailbox.arrivals, life.known, clock.at)
