"""How many study days a piece of a roadmap gets, and how many of them its projects.

Readings that the golden numbers of the bundled roadmaps fix where the rules leave a choice:
- months round half to even: 1.5 months at 5 days a week, 32.5, are 32; day ranges round their running sum;
- a share of project days rounds down; an ongoing piece is the shortest that leaves its items a day each
  beside that share: 9 items and a project at 40 % are 14 days.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import count
from typing import assert_never

from bot.domain.outline import (
    CalendarDates,
    DayNumber,
    DayRange,
    MonthRange,
    Ongoing,
    Timing,
    Untimed,
    Weeks,
)
from bot.domain.pacing_settings import Pace, Pacing
from bot.domain.placing import FitTooShort
from bot.domain.plan_rest import Rest
from bot.domain.plan_split import Share, apportion, shares_left

WEEKS_A_MONTH = Fraction(52, 12)
DAYS_A_PROJECT_DAY = 5


def project_days(rest: Rest, budget: int, pacing: Pacing) -> int:
    """How many of a piece's `budget` study days are for its projects: never all while it has items."""
    projects = len(rest.piece.projects)
    if not projects or not rest.items:
        return budget if projects else 0
    return min(max(projects, _share(rest.piece.timing, budget, pacing)), budget - 1) if budget else 0


def _share(timing: Timing, budget: int, pacing: Pacing) -> int:
    if isinstance(timing, MonthRange | Ongoing):
        return int(Fraction(str(pacing.project_share)) * budget)
    return -(-budget // DAYS_A_PROJECT_DAY)


def budgets(rests: Sequence[Rest], pacing: Pacing, days_a_week: int) -> list[int]:
    """The study days of every piece. Those with calendar dates get 0: their dates decide."""
    found = []
    ranged = Fraction(0)
    for rest in rests:
        timing = rest.piece.timing
        if isinstance(timing, DayRange):
            before, ranged = ranged, ranged + _between(timing, pacing.pace)
            found.append(_half_up(ranged) - _half_up(before))
        else:
            found.append(_budget(rest, timing, pacing, days_a_week))
    return found


def _budget(
    rest: Rest,
    timing: CalendarDates | MonthRange | DayNumber | Weeks | Ongoing | Untimed,
    pacing: Pacing,
    days_a_week: int,
) -> int:
    match timing:
        case CalendarDates():
            return 0
        case DayNumber():
            return 1
        case Weeks(weeks):
            return weeks * days_a_week
        case MonthRange():
            return max(1, round(_between(timing, pacing.pace) * WEEKS_A_MONTH * days_a_week))
        case Ongoing():
            return _ongoing(rest, pacing)
        case Untimed():
            return -(-rest.items // pacing.items_per_day) or len(rest.piece.projects)
        case _:
            assert_never(timing)


def _ongoing(rest: Rest, pacing: Pacing) -> int:
    if not rest.items:
        return len(rest.piece.projects)
    return next(days for days in count(rest.items) if days - project_days(rest, days, pacing) >= rest.items)


def _between(timing: DayRange | MonthRange, pace: Pace) -> Fraction:
    match pace:
        case Pace.MIN:
            return Fraction(timing.least)
        case Pace.MAX:
            return Fraction(timing.most)
        case Pace.MID:
            return Fraction(timing.least + timing.most, 2)
        case _:
            assert_never(pace)


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def fitted(
    rests: Sequence[Rest], fit_days: int, *, by_dates: bool
) -> tuple[dict[int, int], list[FitTooShort]]:
    """Budgets, by their place in `rests`, that fit the pieces without timing to `fit_days` together.

    Days used otherwise than planned count, unless the pieces keep to their dates (`by_dates`) in any case.
    """
    free = {
        at: rest for at, rest in enumerate(rests) if isinstance(rest.piece.timing, Untimed) and _weight(rest)
    }
    short = [FitTooShort(fit_days, len(free))] if fit_days < len(free) else []
    if by_dates:
        shares = apportion(max(fit_days, len(free)), [_weight(rest) for rest in free.values()])
        return dict(zip(free, shares, strict=True)), short
    claims = [
        Share(_weight(rest), rest.used, _weight(rest) if rest.is_due else 0, is_open=not rest.is_passed)
        for rest in free.values()
    ]
    to_come = max(fit_days - sum(claim.used for claim in claims), sum(bool(claim.owed) for claim in claims))
    left = zip(free.items(), shares_left(claims, to_come), strict=True)
    return {at: rest.used + days for (at, rest), days in left}, short


def _weight(rest: Rest) -> int:
    return rest.items or min(1, len(rest.piece.projects))
