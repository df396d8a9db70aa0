"""The receipt behind a streak: one line per study date, read from the same walk as the numbers."""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.standing import DayLine, Rule, Status
from bot.domain.streak_fold import Fold
from bot.domain.streak_walk import Step
from bot.domain.streak_windows import Windows


def receipt(windows: Windows, fold: Fold, steps: Iterable[Step]) -> tuple[DayLine, ...]:
    """The lines of the steps, which follow the fold's date.

    Missed days are covered by freezes while their gap is short enough; the one that makes it too long breaks
    the run, and the freezes of those before it come back.
    """
    lines: list[DayLine] = []
    covered: list[int] = []
    before = fold
    for step in steps:
        line = _line(windows, step)
        after = step.after
        if after.gap > before.gap:
            covered.append(len(lines))
            line = replace(line, rule=Rule.FROZEN, frozen=True)
        elif after.run < before.run:
            for position in covered:
                lines[position] = replace(lines[position], rule=Rule.NO_CHECK_IN, frozen=False)
            if step.status is Status.MISSED:
                line = replace(line, rule=Rule.BROKE_RUN)
        if not after.gap:
            covered.clear()
        lines.append(line)
        before = after
    return tuple(lines)


def _line(windows: Windows, step: Step) -> DayLine:
    day = windows.timetable[step.position].day
    return DayLine(
        day=day,
        status=step.status,
        rule=step.rule,
        closes=windows.closes(step.position),
        grace_ends=windows.grace_ends(step.position),
        frozen=False,
        run_after=step.after.run,
        checked_in_at=windows.log.check_ins.get(day),
    )
