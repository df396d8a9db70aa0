"""The playground's clock moves from one due instant to the next, and jumps over nothing that falls due."""

from datetime import UTC, datetime, timedelta

from hand_clock import HandClock

from bot.timepiece import MovableClock, StudyTimepiece

START = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Plans:
    """Work that is due at some instants; `told` is what was done, and at what time.

    What is `stuck` stays due, whatever is tried; what is the `others`' is done already when its turn comes.
    """

    def __init__(self, clock: MovableClock, *due: datetime) -> None:
        self.clock = clock
        self.due = list(due)
        self.stuck: set[datetime] = set()
        self.others: set[datetime] = set()
        self.told: list[tuple[str, datetime]] = []

    async def next_due_at(self) -> datetime | None:
        return min(self.due, default=None)

    async def next_post_at(self) -> datetime | None:
        return await self.next_due_at()

    async def run_once(self) -> int:
        now = self.clock.now()
        ripe = [instant for instant in self.due if instant <= now and instant not in self.stuck]
        self.due = [instant for instant in self.due if instant not in ripe]
        mine = [instant for instant in ripe if instant not in self.others]
        self.told += [("done", now) for _ in mine]
        return len(mine)

    async def keep(self, ahead: timedelta) -> None:
        self.told.append(("kept", START + ahead))

    async def moved(self) -> None:
        self.told.append(("moved", self.clock.now()))


def under_way(*due: datetime) -> tuple[StudyTimepiece, Plans]:
    clock = MovableClock(HandClock(START))
    timepiece, plans = StudyTimepiece(clock), Plans(clock, *due)
    timepiece.drive(plans, plans.keep, plans.moved)
    return timepiece, plans


def done(plans: Plans) -> list[datetime]:
    return [at for what, at in plans.told if what == "done"]


async def test_all_that_falls_due_on_the_way_is_done_at_its_own_instant() -> None:
    timepiece, plans = under_way(START + HOUR, START + 3 * HOUR, START + 9 * HOUR)
    await timepiece.forward(4 * HOUR)
    assert done(plans) == [START + HOUR, START + 3 * HOUR]
    assert timepiece.now() == START + 4 * HOUR


async def test_a_move_is_known_and_durable_before_anything_is_done_by_it() -> None:
    timepiece, plans = under_way(START + HOUR)
    assert await timepiece.to_next_post()
    assert plans.told == [(what, START + HOUR) for what in ("moved", "kept", "done")]


async def test_what_cannot_be_done_now_does_not_hold_up_the_clock() -> None:
    timepiece, plans = under_way(START)
    plans.stuck = {START}
    await timepiece.forward(2 * HOUR)
    assert timepiece.now() == START + 2 * HOUR


async def test_what_the_scheduler_has_done_meanwhile_does_not_end_the_journey() -> None:
    timepiece, plans = under_way(START, START + HOUR, START + 2 * HOUR)
    plans.others = {START}
    await timepiece.forward(3 * HOUR)
    assert done(plans) == [START + HOUR, START + 2 * HOUR]


async def test_where_nothing_is_planned_there_is_no_next_post() -> None:
    timepiece, plans = under_way()
    assert not await timepiece.to_next_post()
    assert plans.told == []


async def test_the_clock_never_goes_back() -> None:
    clock = MovableClock(HandClock(START), ahead=2 * HOUR)
    clock.set_to(START + HOUR)
    assert clock.now() == START + 2 * HOUR
