"""The worked examples of the streak rules, row by row: current, longest, freezes left."""

from collections.abc import Callable

import pytest
from streak_story import Story, at, day, learner, timetable

from bot.domain.check_in import AlreadyCounted, Counted, OffDay, Refusal, Refused
from bot.domain.standing import Standing, Unit
from bot.domain.study_log import Mode, Policy

STRICT = Policy(grace_days=0)
THREE_A_WEEK = Policy(mode=Mode.WEEKLY, quota=3)
PROJECT = {"shop": "Thu1 Fri1"}


def row_5() -> Standing:
    story = Story().did("w1")
    assert isinstance(story.check_in(at("Tue2 20:00"), day("Mon2")), Counted)
    return story.did("Tue2").seen("Tue2 21:00")


def row_6() -> Standing:
    story = Story().did("w1 Tue2 Wed2")
    refused = story.check_in(at("Thu2 12:00"), day("Mon2"))
    assert refused == Refused(Refusal.WINDOW_CLOSED, day("Mon2"), at("Wed2 03:00"))
    return story.seen("Thu2 12:00")


def row_18() -> Standing:
    story = Story().did("w1")
    assert story.check_in(at("Sat1 20:00")) == OffDay(day("Sat1"))
    return story.seen("Sat1 21:00")


def row_19() -> Standing:
    story = Story().did("Mon1")
    again = [story.check_in(at("Mon1 20:01")), story.check_in(at("Mon1 20:02"), day("Mon1"))]
    assert again == [AlreadyCounted(day("Mon1"), at("Mon1 20:00"))] * 2
    return story.seen("Mon1 21:00")


def monday_at(moment: str, zone: str = "Europe/Berlin", *zones: tuple[str, str]) -> Story:
    story = Story(who=learner(*zones), policy=STRICT)
    story.check_in(at(moment, zone), day("Mon1"))
    return story


def auckland() -> Standing:
    return monday_at("Tue1 22:00", "Pacific/Auckland", ("Pacific/Auckland", "")).seen("Tue1 12:00")


def moved_west() -> Standing:
    zones = (("Europe/Berlin", ""), ("America/Los_Angeles", "Mon1 18:00"))
    return monday_at("Mon1 20:00", "America/Los_Angeles", *zones).seen("Tue1 12:00")


def paused() -> Story:
    return Story(who=learner(pauses=["Mon2-Wed2"]))


def with_project() -> Story:
    return Story(dates=timetable(blocks=PROJECT)).did("Mon1-Wed1")


def joined_on_wednesday() -> Story:
    return Story(who=learner(joined=at("Wed1 12:00")))


ROWS: dict[str, tuple[Callable[[], Standing], tuple[int, int, int]]] = {
    "1": (lambda: Story().did("w1").seen("Fri1 21:00"), (5, 5, 2)),
    "2": (lambda: Story().did("w1 Mon2").seen("Mon2 21:00"), (6, 6, 2)),
    "3": (lambda: Story().did("w1").seen("Mon2 12:00"), (5, 5, 2)),
    "4": (lambda: Story().did("w1").seen("Tue2 12:00"), (5, 5, 2)),
    "5": (row_5, (7, 7, 2)),
    "6": (row_6, (7, 7, 1)),
    "7": (lambda: Story().did("w1 Tue2-Fri2").seen("Fri2 21:00"), (9, 9, 1)),
    "8": (lambda: Story().did("w1 Wed2").seen("Thu2 12:00"), (6, 6, 0)),
    "9a": (lambda: Story().did("w1").seen("Wed2 12:00"), (5, 5, 1)),
    "9b": (lambda: Story().did("w1").seen("Thu2 12:00"), (5, 5, 0)),
    "9c": (lambda: Story().did("w1").seen("Fri2 12:00"), (0, 5, 2)),
    "9d": (lambda: Story().did("w1 Thu2").seen("Fri2 12:00"), (1, 5, 2)),
    "12": (lambda: Story().did("w1 Tue2-Fri2 Mon3").seen("Mon3 21:00"), (10, 10, 2)),
    "14": (lambda: Story().excused("Mon2").did("w1 Tue2").seen("Tue2 21:00"), (6, 6, 2)),
    "15": (lambda: Story().did("w1 Tue2-Fri2").excused("Mon2").seen("Fri2 21:00"), (9, 9, 2)),
    "16": (lambda: paused().did("w1 Thu2").seen("Thu2 21:00"), (6, 6, 2)),
    "17": (lambda: paused().did("w1 Tue2 Thu2").seen("Thu2 21:00"), (7, 7, 2)),
    "18": (row_18, (5, 5, 2)),
    "19": (row_19, (1, 1, 2)),
    "20": (lambda: Story().did("w1").undid("Fri1 20:05").seen("Sat1 12:00"), (4, 4, 2)),
    "21": (lambda: monday_at("Tue1 02:59").seen("Tue1 12:00"), (1, 1, 2)),
    "22": (lambda: monday_at("Tue1 03:01").seen("Tue1 12:00"), (0, 0, 2)),
    "23": (auckland, (1, 1, 2)),
    "24": (moved_west, (1, 1, 2)),
    "28": (lambda: with_project().submitted("shop", "Fri1 22:00").did("Mon2").seen("Mon2 21:00"), (4, 4, 2)),
    "29": (lambda: with_project().did("Mon2").seen("Tue2 12:00"), (4, 4, 0)),
    "33": (lambda: joined_on_wednesday().did("Thu1 Fri1").seen("Fri1 21:00"), (2, 2, 2)),
    "34": (lambda: joined_on_wednesday().did("Wed1 Thu1 Fri1").seen("Fri1 21:00"), (3, 3, 2)),
}

WEEKLY_ROWS = {
    "30": ("Mon1-Wed1 Mon2-Thu2 Mon3", "Wed3 12:00", (2, 2)),
    "31": ("Mon1-Wed1 Mon2 Tue2 Mon3-Wed3", "Sat3 12:00", (1, 1)),
}


@pytest.mark.parametrize("row", ROWS)
def test_the_worked_example(row: str) -> None:
    tell, expected = ROWS[row]

    told = tell()

    assert (told.current, told.longest, told.freezes) == expected
    assert told.unit is Unit.DAYS


@pytest.mark.parametrize("row", WEEKLY_ROWS)
def test_the_worked_example_of_the_weekly_mode(row: str) -> None:
    done, seen, expected = WEEKLY_ROWS[row]

    told = Story(policy=THREE_A_WEEK).did(done).seen(seen)

    assert (told.current, told.longest) == expected
    assert told.unit is Unit.WEEKS
