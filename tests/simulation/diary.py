"""What members did, as they note it themselves, and what that comes to by the rules that they are told.

Nothing here asks the bot or shares its code: notes, a calendar, `zoneinfo`, and the rules in plain words
(docs/progress.md). What the bot shows is compared with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

COHORT, HOME = "Spring", "Europe/Berlin"
POST_AT, TURNS_AT = time(9), time(3)
FREEZES, LONGEST_GAP, FREEZE_EVERY = 2, 2, 10
TEAM_SHARE, TEAM_SPAN = 70, 5
MOST_A_WEEK = 3
COUNTED = ("done", "late")
_DAY = timedelta(days=1)
_LEAST = timedelta(hours=8)
_KEPT = 0.5 ** (1 / 13)


@cache
def instant(day: date, at: time, zone: str) -> datetime:
    """When the clocks of a zone show that time on that day."""
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def shown(at: datetime, zone: str) -> datetime:
    """What the clocks of a zone show then."""
    return at.astimezone(ZoneInfo(zone))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@cache
def window_end(posted: datetime, zone: str) -> datetime:
    """The first three o'clock at night in the zone that leaves eight hours after the post."""
    day = shown(posted, zone).date()
    while (end := instant(day, TURNS_AT, zone)) < posted + _LEAST:
        day += _DAY
    return end


@dataclass(slots=True)
class Course:
    """The study days in order, and those of them that became days off after they were posted."""

    days: list[date]
    off: set[date] = field(default_factory=set)

    @classmethod
    def of_weekdays(cls, first: date, how_many: int) -> "Course":
        days = (first + passed * _DAY for passed in range(2 * how_many))
        return cls([day for day in days if day.weekday() < 5][:how_many])

    def skip(self, day: date, now: datetime) -> None:
        """A day off: what is posted asks nothing any more, what is to come moves on by a day."""
        if self.posted(day) <= now:
            self.off.add(day)
            return
        self.days.remove(day)
        after = self.days[-1] + _DAY
        while after.weekday() > 4:
            after += _DAY
        self.days.append(after)

    def posted(self, day: date) -> datetime:
        return instant(day, POST_AT, HOME)

    def posted_by(self, now: datetime) -> list[date]:
        return [day for day in self.days if self.posted(day) <= now]

    def number(self, day: date) -> int:
        return self.days.index(day) + 1


@dataclass(frozen=True, slots=True)
class Figures:
    """Where somebody stands. `marks` says what each study day is, `runs` how long the streak was after it."""

    marks: Mapping[date, str]
    runs: Mapping[date, int]
    streak: int
    longest: int
    freezes: int
    counted: int
    possible: int
    momentum: float
    lead: int

    @property
    def attendance(self) -> float:
        return self.counted / self.possible if self.possible else 0.0

    @property
    def open(self) -> list[date]:
        return [day for day, mark in self.marks.items() if mark == "open"]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A check-in that was undone."""

    day: date
    at: datetime
    undone_at: datetime


@dataclass(slots=True)
class Diary:
    """One member's notes: since when they are in, by which clocks they live, what they did and when."""

    name: str
    joined: datetime
    clocks: list[tuple[datetime, str]]
    is_listed: bool
    is_in: bool = True
    done: dict[date, datetime] = field(default_factory=dict)
    on_top: dict[date, datetime] = field(default_factory=dict)
    taken_back: list[TakenBack] = field(default_factory=list)
    rests: list[tuple[date, date]] = field(default_factory=list)
    answers: list[datetime] = field(default_factory=list)
    a_week: list[tuple[datetime, int]] = field(default_factory=list)

    def zone(self, at: datetime) -> str:
        """By which clock they live then."""
        held = [zone for since, zone in self.clocks if since <= at]
        return held[-1] if held else self.clocks[0][1]

    def shown(self, at: datetime) -> datetime:
        """What their clock shows then."""
        return shown(at, self.zone(at))

    def own_day(self, at: datetime) -> date:
        """Which day it is for them: until three at night it is still the one before."""
        return (self.shown(at) - timedelta(hours=TURNS_AT.hour)).date()

    def most_a_week(self, at: datetime) -> int:
        """How often in seven days they may be written to, as they last wished."""
        wished = [most for since, most in self.a_week if since <= at]
        return wished[-1] if wished else MOST_A_WEEK

    def closes(self, course: Course, day: date) -> datetime:
        """When the day closes for them; travelling while it is open may lengthen that, never shorten it."""
        posted = course.posted(day)
        end = window_end(posted, self.zone(posted))
        for since, zone in self.clocks:
            if posted < since < end:
                end = max(end, window_end(posted, zone))
        return end

    def late_until(self, course: Course, day: date) -> datetime:
        """When its grace is over: when the next study day closes that is no day off."""
        later = next(each for each in course.days if each > day and each not in course.off)
        return max(self.closes(course, day), self.closes(course, later))

    def rests_on(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.rests)

    def is_asked(self, course: Course, day: date) -> bool:
        """Whether a day asks anything of them."""
        return day not in course.off and not self.rests_on(day) and self.joined <= course.posted(day)

    def means(self, course: Course, now: datetime) -> date | None:
        """Which study day they mean who just say that they did it; None for none, so that it comes on top."""
        return next(iter(self.figures(course, now).open), None)

    def mark(self, course: Course, day: date, now: datetime) -> str:
        """What a study day is at a moment."""
        posted, at = course.posted(day), self.done.get(day)
        if at is not None and at < self.closes(course, day):
            return "done"
        if at is not None and at < self.late_until(course, day):
            return "late"
        if not self.is_asked(course, day):
            return "excused"
        if posted > now:
            return "to come"
        return "open" if now < self.late_until(course, day) else "missed"

    def figures(self, course: Course, now: datetime) -> Figures:
        """All that is to be known at a moment."""
        marks = {day: self.mark(course, day, now) for day in course.days[: len(course.posted_by(now)) + 1]}
        runs: dict[date, int] = {}
        run = longest = counted = possible = 0
        freezes, momentum, gap = FREEZES, 0.0, list[date]()
        for day, mark in marks.items():
            if mark in COUNTED:
                marks |= dict.fromkeys(gap, "frozen")
                run, freezes, gap = run + 1, freezes - len(gap), []
                freezes = min(FREEZES, freezes + (run % FREEZE_EVERY == 0))
                longest, counted = max(longest, run), counted + 1
            elif mark == "missed" and run:
                gap.append(day)
                if len(gap) > min(freezes, LONGEST_GAP):
                    run, gap = 0, []
            if mark in (*COUNTED, "missed"):
                possible += 1
                momentum = momentum * _KEPT + (mark in COUNTED) * (1 - _KEPT)
            runs[day] = run
        marks |= dict.fromkeys(gap, "frozen")
        lead = counted + len(self.on_top) - sum(self._was_asked(course, day, now, marks) for day in marks)
        return Figures(marks, runs, run, longest, freezes - len(gap), counted, possible, momentum, lead)

    def _was_asked(self, course: Course, day: date, now: datetime, marks: Mapping[date, str]) -> bool:
        """Whether a day is one to be level with: it was posted, for them too, and is no longer open."""
        if marks[day] in COUNTED:
            return True
        posted = course.posted(day)
        return self.joined <= posted <= now and marks[day] != "open" and day not in course.off


def turnout(course: Course, diaries: Iterable[Diary], day: date) -> tuple[int, int]:
    """How many did a day of those who are in, and of how many whom it asked, or who did it all the same."""
    done = asked = 0
    for each in diaries:
        if each.is_in:
            did = day in each.done
            done, asked = done + did, asked + (did or each.is_asked(course, day))
    return done, asked


def team_run(course: Course, diaries: Iterable[Diary], now: datetime) -> int:
    """How many study days in a row enough of those did who were about; the open one ends nothing."""
    posted, everybody = course.posted_by(now), list(diaries)
    run = 0
    for place, day in reversed(list(enumerate(posted))):
        if day in course.off:
            continue
        did = {each.name for each in everybody if day in each.done}
        around = posted[max(0, place - TEAM_SPAN) : place + 1]
        active = {each.name for each in everybody if any(near in each.done for near in around)}
        if active and len(did) * 100 >= len(active) * TEAM_SHARE:
            run += 1
        elif day != posted[-1] or now >= window_end(course.posted(day), HOME):
            break
    return run
