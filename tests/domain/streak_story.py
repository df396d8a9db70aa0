"""A cohort to tell streak stories with: Monday to Friday at 09:00 in Berlin, from 2027-01-04 on."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.calendar import occurrence
from bot.domain.check_in import CaughtUp, Counted, Decision, OffDay, can_undo, study_date_for
from bot.domain.standing import DayLine, Rule, Standing
from bot.domain.streak import explain, standing
from bot.domain.streak_windows import Windows
from bot.domain.study_log import Excuse, Learner, Log, Pause, Policy, StudyDate, ZoneSince

BERLIN = "Europe/Berlin"
MONDAY = date(2027, 1, 4)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def day(name: str) -> date:
    """ "Tue2" is the Tuesday of the second week."""
    return MONDAY + timedelta(days=WEEKDAYS.index(name[:3]), weeks=int(name[3:]) - 1)


def days(names: str) -> list[date]:
    """ "w1 Mon2 Wed2-Fri2": whole study weeks, single days and ranges."""
    found: list[date] = []
    for name in names.split():
        first, _, last = (f"Mon{name[1:]}-Fri{name[1:]}" if name.startswith("w") else name).partition("-")
        found += _range(day(first), day(last or first))
    return found


def _range(first: date, last: date) -> list[date]:
    return [first + timedelta(days=passed) for passed in range((last - first).days + 1)]


def at(moment: str, zone: str = BERLIN) -> datetime:
    """ "Tue2 20:00" on the zone's clock."""
    name, shown = moment.split()
    return occurrence(day(name), time.fromisoformat(shown), zone)


def timetable(weeks: int = 4, blocks: dict[str, str] | None = None) -> tuple[StudyDate, ...]:
    """The cohort's study dates; `blocks` maps a project's id to its days."""
    block_of = {each: block for block, names in (blocks or {}).items() for each in days(names)}
    dates = [each for week in range(1, weeks + 1) for each in days(f"w{week}")]
    return tuple(StudyDate(each, occurrence(each, time(9), BERLIN), block_of.get(each, "")) for each in dates)


def learner(*zones: tuple[str, str], joined: datetime = LONG_AGO, pauses: Iterable[str] = ()) -> Learner:
    """A member. Zones are given as ("Europe/Berlin", "Mon1 18:00"), "" for ever; pauses as "Mon2-Wed2"."""
    named = zones or ((BERLIN, ""),)
    held = tuple(ZoneSince(at(since) if since else LONG_AGO, zone) for zone, since in named)
    ranges = [days(pause) for pause in pauses]
    return Learner(joined, held, pauses=tuple(Pause(each[0], each[-1]) for each in ranges))


@dataclass(slots=True)
class Story:
    """What one learner did, entered as in life: every check-in asks the domain first what it counts for."""

    dates: tuple[StudyDate, ...] = field(default_factory=timetable)
    who: Learner = field(default_factory=learner)
    policy: Policy = field(default_factory=Policy)
    log: Log = field(default_factory=Log)
    catches_up: bool = False

    @property
    def windows(self) -> Windows:
        """Its dates as the domain reads them."""
        return Windows(self.dates, self.who, self.log, self.policy)

    def check_in(self, moment: datetime, wanted: date | None = None) -> Decision:
        """Enter a check-in if it counts, and say what became of it."""
        decision = study_date_for(self.windows, moment, wanted, catches_up=self.catches_up)
        if isinstance(decision, Counted | OffDay | CaughtUp):
            self.log = replace(self.log, check_ins={**self.log.check_ins, decision.day: moment})
        return decision

    def did(self, names: str, shown: str = "20:00", zone: str = BERLIN) -> "Story":
        """Press the button of each of these days on the day itself."""
        for each in days(names):
            self.check_in(occurrence(each, time.fromisoformat(shown), zone), each)
        return self

    def undid(self, moment: str) -> "Story":
        """Take that day's check-in back at that moment, where the domain lets it be."""
        undone = day(moment.split(maxsplit=1)[0])
        assert can_undo(self.windows, undone, at(moment))
        kept = {each: done for each, done in self.log.check_ins.items() if each != undone}
        self.log = replace(self.log, check_ins=kept)
        return self

    def excused(self, names: str, kind: Excuse = Excuse.HOLIDAY) -> "Story":
        """Excuse these days, now or afterwards."""
        self.log = replace(self.log, excused={**self.log.excused, **dict.fromkeys(days(names), kind)})
        return self

    def submitted(self, project: str, moment: str) -> "Story":
        """Submit a project."""
        self.log = replace(self.log, submitted={**self.log.submitted, project: at(moment)})
        return self

    def seen(self, moment: str | datetime) -> Standing:
        """The numbers at that moment."""
        now = at(moment) if isinstance(moment, str) else moment
        return standing(self.windows, now)

    def why(self, moment: str) -> dict[date, DayLine]:
        """The receipt at that moment, by day."""
        return {line.day: line for line in explain(self.windows, at(moment))}


def numbers(told: Standing) -> tuple[int, int, int]:
    """The current streak, the longest, and the freezes left."""
    return told.current, told.longest, told.freezes


def rules(lines: dict[date, DayLine], names: str) -> list[Rule]:
    """The rules behind these days of a receipt."""
    return [lines[each].rule for each in days(names)]
