"""When a study date closes for a learner who moves, and on days when the clocks change."""

from datetime import date, time, timedelta

import pytest
from streak_story import BERLIN, LONG_AGO, Story, at, day, learner
from study_dates import study_days

from bot.domain.calendar import occurrence
from bot.domain.streak import explain, standing_from
from bot.domain.streak_fold import start
from bot.domain.streak_windows import Windows
from bot.domain.study_log import Learner, Log, Policy, StudyDate, ZoneSince


@pytest.mark.parametrize(
    ("moved", "closes"),
    [
        ("Mon1 08:59", "Mon1 19:00"),  # the new zone rules from the next post on
        ("Mon1 09:00", "Mon1 19:00"),
        ("Mon1 09:01", "Tue1 03:00"),  # while the window is open the later of the two
        ("Tue1 02:59", "Tue1 03:00"),
    ],
)
def test_moving_east_shortens_no_open_window(moved: str, closes: str) -> None:
    east = ("Asia/Tokyo", moved)  # where 03:00 is 19:00 in Berlin
    story = Story(who=learner(("Europe/Berlin", ""), east))

    assert story.why("Wed1 12:00")[day("Mon1")].closes == at(closes)


@pytest.mark.parametrize(("moved", "closes"), [("Tue1 02:59", "Tue1 12:00"), ("Tue1 03:00", "Tue1 03:00")])
def test_moving_west_lengthens_a_window_only_while_it_is_open(moved: str, closes: str) -> None:
    story = Story(who=learner(("Europe/Berlin", ""), ("America/Los_Angeles", moved)))

    assert story.why("Wed1 12:00")[day("Mon1")].closes == at(closes)


def test_a_window_that_outlasts_the_next_days_is_still_open_and_its_grace_no_shorter() -> None:
    """Posts 23 hours apart (spring), and a day start moved to half an hour earlier between the two."""
    saturday, sunday = date(2027, 3, 27), date(2027, 3, 28)
    days_of_change = (saturday, sunday)
    dates = tuple(StudyDate(each, occurrence(each, time(9), BERLIN)) for each in days_of_change)
    moved = ZoneSince(dates[0].posted + timedelta(hours=2), "UTC", time(15))
    who = Learner(LONG_AGO, (ZoneSince(LONG_AGO, "UTC", time(15, 30)), moved))
    now = occurrence(sunday, time(15, 15), "UTC")
    strict = Policy(grace_days=0)

    told, kept = standing_from(start(strict), Windows(dates, who, Log(), strict), now)
    assert (told.open_days, kept) == ((saturday,), start(strict))
    line = explain(Windows(dates, who, Log(), Policy()), now)[0]
    assert line.grace_ends == line.closes == occurrence(sunday, time(15, 30), "UTC")


DAYS_OF_CHANGE = [
    ("Europe/Berlin", date(2027, 3, 26)),
    ("Europe/Berlin", date(2027, 10, 29)),
    ("America/New_York", date(2027, 3, 12)),
    ("America/New_York", date(2027, 11, 5)),
    ("Africa/Cairo", date(2027, 4, 28)),
    ("Africa/Cairo", date(2027, 10, 27)),
    ("Australia/Lord_Howe", date(2027, 4, 2)),
    ("Australia/Lord_Howe", date(2027, 10, 1)),
    ("Asia/Kolkata", date(2028, 2, 27)),  # a leap day
    ("Asia/Kolkata", date(2027, 12, 30)),  # New Year
]


@pytest.mark.parametrize("post", [time(0), time(2, 30), time(9)])
@pytest.mark.parametrize("pressed", [time(23, 59), time(1, 30)])
@pytest.mark.parametrize(("zone", "start"), DAYS_OF_CHANGE)
def test_a_run_goes_on_when_the_clocks_or_the_year_change(
    zone: str, start: date, pressed: time, post: time
) -> None:
    each_day = study_days(start, 5)
    dates = tuple(StudyDate(each, occurrence(each, post, zone)) for each in each_day)
    who = Learner(LONG_AGO, (ZoneSince(LONG_AGO, zone),))
    story = Story(dates=dates, who=who, policy=Policy(grace_days=0))
    late = timedelta(days=pressed < who.zones[0].rollover)  # at night it is tomorrow by the calendar

    shown = []
    for each in each_day:
        moment = occurrence(each + late, pressed, zone)
        story.check_in(moment, each)
        shown.append(story.seen(moment).current)

    assert shown == [1, 2, 3, 4, 5]
