"""Random histories of one learner, over all zones and all settings, for the properties of streaks."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st
from study_dates import study_days

from bot.domain.calendar import occurrence, zone_names
from bot.domain.standing import DayLine, Standing
from bot.domain.streak import explain, standing
from bot.domain.streak_windows import Windows
from bot.domain.study_log import Excuse, Learner, Log, Mode, Pause, Policy, StudyDate, ZoneSince

ZONES = st.sampled_from(zone_names())
DICE = 256
ROLLOVERS = st.sampled_from([time(0), time(2, 30), time(3), time(4), time(6)])
POSTS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
STARTS = st.dates(date(2026, 1, 1), date(2029, 1, 1))


@dataclass(frozen=True, slots=True)
class History:
    """All that a standing is read from. `now` is after everything in the log."""

    dates: tuple[StudyDate, ...]
    who: Learner
    log: Log
    policy: Policy
    now: datetime

    @property
    def windows(self) -> Windows:
        """Its dates as the domain reads them."""
        return Windows(self.dates, self.who, self.log, self.policy)

    def standing(self) -> Standing:
        """The numbers."""
        return standing(self.windows, self.now)

    def lines(self) -> dict[date, DayLine]:
        """The receipt."""
        return {line.day: line for line in explain(self.windows, self.now)}

    def until(self, now: datetime) -> "History":
        """What of it was known at `now`."""
        known = {day: moment for day, moment in self.log.check_ins.items() if moment <= now}
        handed = {block: moment for block, moment in self.log.submitted.items() if moment <= now}
        return replace(self, log=replace(self.log, check_ins=known, submitted=handed), now=now)

    def with_check_in(self, day: date) -> "History":
        """With one more check-in, made now."""
        return replace(self, log=replace(self.log, check_ins={**self.log.check_ins, day: self.now}))

    def with_excuse(self, day: date, kind: Excuse = Excuse.HOLIDAY) -> "History":
        """With one more day excused."""
        return replace(self, log=replace(self.log, excused={day: kind, **self.log.excused}))

    def with_pause(self, pause: Pause) -> "History":
        """With one more pause."""
        return replace(self, who=replace(self.who, pauses=(*self.who.pauses, pause)))


def _dice(draw: st.DrawFn, throws: int) -> list[tuple[int, int, int]]:
    """Three dice a throw, drawn at once: one draw for each die would take most of the tests' time."""
    thrown = iter(draw(st.binary(min_size=3 * throws, max_size=3 * throws)))
    return list(zip(thrown, thrown, thrown, strict=True))


MODES = st.sampled_from(Mode)
FREEZES = st.sampled_from([(2, 2), (2, 2), (0, 0), (1, 3), (0, 2)])
EVERY = st.sampled_from([10, 3, 1, 0])
GRACE = st.sampled_from([1, 1, 0, 2, 3])
GAPS = st.sampled_from([2, 2, 1, 3])
WEEK_DAYS = st.sampled_from([0, 0, 5, 7])
WEEKDAYS = st.sets(st.integers(0, 6), min_size=1)
BLOCKS = st.lists(st.sampled_from(["", "shop", "chat"]), max_size=6)
LENGTHS = st.integers(1, 40) | st.just(40)
DILIGENCE = st.sampled_from([10, 8, 5, 1])
SLOWEST = st.sampled_from([1, 20, 60])
PROJECTS = st.sampled_from(["shop", "chat"])
HOURS = st.sampled_from([120, *range(-12, 120)])
# Made once: to make and check a strategy takes longer than to draw from it.


@st.composite
def policies(draw: st.DrawFn, mode: Mode | None) -> Policy:
    """Any policy; half of the time the default one's freezes."""
    freezes = draw(FREEZES)
    return Policy(
        mode=mode or draw(MODES),
        quota=draw(st.integers(1, 7)),
        grace_days=draw(GRACE),
        freezes_start=freezes[0],
        freezes_cap=freezes[1],
        freeze_every=draw(EVERY),
        longest_gap=draw(GAPS),
        week_days=draw(WEEK_DAYS),
    )


@st.composite
def timetables(draw: st.DrawFn) -> tuple[StudyDate, ...]:
    """Up to forty study dates, some of them project days."""
    days = study_days(draw(STARTS), draw(LENGTHS), draw(WEEKDAYS))
    zone, at = draw(ZONES), draw(POSTS)
    blocks = ["", *draw(BLOCKS)]
    return tuple(
        StudyDate(day, occurrence(day, at, zone), blocks[number // 2 % len(blocks)])
        for number, day in enumerate(days)
    )


def moments(dates: tuple[StudyDate, ...]) -> st.SearchStrategy[datetime]:
    """Any minute around one of the posts, up to five days after it; the simplest is after the last."""
    return st.builds(
        lambda each, hours, minutes: each.posted + timedelta(hours=hours, minutes=minutes),
        st.sampled_from(dates[::-1]),
        HOURS,
        st.integers(0, 59),
    )


@st.composite
def learners(draw: st.DrawFn, dates: tuple[StudyDate, ...]) -> Learner:
    """A member who may have moved, joined late and rested."""
    moved = sorted(draw(st.lists(moments(dates), max_size=2)))
    since = [dates[0].posted - timedelta(days=100), *moved]
    zones = tuple(ZoneSince(moment, draw(ZONES), draw(ROLLOVERS)) for moment in since)
    pauses = draw(st.lists(own_pauses(dates), max_size=1))
    joined = draw(st.just(since[0]) | st.just(since[0]) | moments(dates[: len(dates) // 3 + 1]))
    return Learner(joined, zones, tuple(pauses))


def own_pauses(dates: tuple[StudyDate, ...]) -> st.SearchStrategy[Pause]:
    """Any pause of up to a week and a half."""
    first = st.sampled_from([each.day for each in dates])
    return st.builds(lambda day, length: Pause(day, day + timedelta(length)), first, st.integers(0, 10))


@st.composite
def histories(draw: st.DrawFn, mode: Mode | None = None) -> History:
    """A history that is as diligent as it happens to be, known up to a random `now`."""
    dates = draw(timetables())
    diligence, slowest = draw(DILIGENCE), draw(SLOWEST)
    check_ins, excused = {}, {}
    for each, (mood, hours, minutes) in zip(dates, _dice(draw, len(dates)), strict=True):
        if mood % 10 < diligence:
            waited = hours % 8 if hours < DICE // 2 else hours % slowest
            check_ins[each.day] = each.posted + timedelta(hours=waited, minutes=minutes % 60)
        if mood > DICE * 19 // 20:
            excused[each.day] = list(Excuse)[minutes % len(Excuse)]
    submitted = draw(st.dictionaries(PROJECTS, moments(dates)))
    log = Log(check_ins, excused, submitted)
    history = History(dates, draw(learners(dates)), log, draw(policies(mode)), dates[0].posted)
    return history.until(draw(moments(dates)))
