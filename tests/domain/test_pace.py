"""Ahead, on track or behind; when one finishes; and what makes up for arrears."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.pace import Pace, pace, pace_of_weeks
from bot.domain.standing import DayLine, Rule, Status, WeekLine

MONDAY = date(2027, 1, 4)
AT = datetime(2027, 1, 4, tzinfo=UTC)
MARKS = {
    "d": (Status.DONE, Rule.IN_WINDOW),
    "l": (Status.LATE, Rule.WITHIN_GRACE),
    "m": (Status.MISSED, Rule.NO_CHECK_IN),
    "f": (Status.MISSED, Rule.FROZEN),
    "h": (Status.EXCUSED, Rule.HOLIDAY),
    "p": (Status.EXCUSED, Rule.OWN_PAUSE),
    "b": (Status.EXCUSED, Rule.BEFORE_JOINING),
    "u": (Status.MISSED, Rule.BROKE_RUN),
    "v": (Status.EXCUSED, Rule.BEFORE_JOINING),
    "c": (Status.CREDITED, Rule.PROJECT_SUBMITTED),
    "o": (Status.OPEN, Rule.WINDOW_OPEN),
    ".": (Status.FUTURE, Rule.NOT_POSTED),
}


def lines(marks: str, weekdays: int = 5) -> list[DayLine]:
    days = [MONDAY + timedelta(days=n) for n in range(1000)]
    study = [day for day in days if day.weekday() < weekdays]
    return [
        DayLine(day, *MARKS[mark], AT, AT, mark == "f", 0, AT if mark in "uv" else None)
        for day, mark in zip(study, marks, strict=False)
    ]


def of(marks: str, *extra: date, today: date = MONDAY, weekdays: int = 5) -> Pace:
    return pace(lines(marks, weekdays), extra, today)


@pytest.mark.parametrize(
    ("marks", "lead"),
    [
        ("", 0),
        (".....", 0),
        ("o....", 0),
        ("dlc..", 0),
        ("dmo..", -1),
        ("dfp..", -2),
        ("dmpppp", -3),
        ("dmu..", -1),
        ("vvd..", 0),
        ("hhd..", 0),
        ("bbd..", 0),
    ],
)
def test_each_day_left_out_is_one_behind_unless_it_asked_nothing_of_anybody(marks: str, lead: int) -> None:
    assert of(marks, today=MONDAY + timedelta(days=4)).lead == lead


def test_a_check_in_on_a_day_off_makes_up_for_one_and_more_are_ahead() -> None:
    saturday = MONDAY + timedelta(days=5)
    assert of("dmddd.....", saturday).lead == 0
    assert of("dmddd.....", saturday, saturday + timedelta(days=1)).lead == 1


def test_who_is_on_track_finishes_with_the_timetable() -> None:
    assert of("ddddd.....").finishes_on == MONDAY + timedelta(days=11)
    assert of(".....").finishes_on == MONDAY + timedelta(days=4)


def test_arrears_move_the_finish_by_as_many_study_days_at_the_present_pace() -> None:
    half = of("dmdmdmdmdm" + "." * 10, today=MONDAY + timedelta(days=13))
    assert (half.lead, half.left) == (-5, 10)
    assert half.finishes_on == date(2027, 2, 26)  # 15 days at half the pace are 30 study days


def test_who_does_nothing_is_told_no_day() -> None:
    assert of("mmmmm.....").finishes_on is None


def test_days_off_to_come_make_up_one_each() -> None:
    wednesday = MONDAY + timedelta(days=9)
    behind = of("dmmddddd..", today=wednesday)
    assert behind.makes_up == (date(2027, 1, 16), date(2027, 1, 17))
    assert of("dmm....", weekdays=7).makes_up == ()


def test_it_is_finished_with_four_fifths_once_nothing_is_to_come() -> None:
    assert of("ddddddddmm").is_finished
    assert not of("dddddddmmm").is_finished
    assert of("dddddddmmm", MONDAY + timedelta(days=5)).is_finished
    assert not of("ddddddddd.").is_finished
    assert not of("ddddddddo").is_finished
    assert not of("").is_finished
    assert not of("bbbbbbbbbd").is_finished


def test_where_weeks_are_counted_no_more_is_asked_than_the_quota() -> None:
    weeks = [
        WeekLine(MONDAY, 5, 3, 4, is_over=True, run_after=1),
        WeekLine(MONDAY + timedelta(weeks=1), 5, 3, 1, is_over=False, run_after=1),
    ]
    found = pace_of_weeks(weeks, lines("ddddmdo..."))
    assert (found.done, found.due, found.of, found.lead) == (4, 4, 6, 0)
    assert found.finishes_on == date(2027, 1, 15)


@pytest.mark.parametrize(("rest", "of"), [("hhhhh", 3), ("ppppp", 4), ("bbbbb", 4)])
def test_a_week_that_asks_nothing_leaves_nobody_behind(rest: str, of: int) -> None:
    weeks = [
        WeekLine(MONDAY, 0, 1, 0, is_over=True, run_after=0),
        WeekLine(MONDAY + timedelta(weeks=1), 5, 3, 3, is_over=True, run_after=1),
    ]
    found = pace_of_weeks(weeks, lines(f"{rest}dddmm"))
    assert (found.lead, found.of) == (0, of)
