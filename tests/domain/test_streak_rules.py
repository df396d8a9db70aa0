"""The rules of a daily streak that the worked examples leave open, and the receipt that explains it."""

from datetime import date, time, timedelta
from itertools import islice

import pytest
from streak_story import BERLIN, LONG_AGO, Story, at, day, days, learner, timetable

from bot.domain.calendar import occurrence, study_days
from bot.domain.check_in import open_days
from bot.domain.momentum import smoothed
from bot.domain.standing import DayLine, Rule, Standing, Status
from bot.domain.streak import explain, standing_from
from bot.domain.streak_fold import Fold, start
from bot.domain.study_log import Excuse, Learner, Log, Policy, StudyDate, ZoneSince


def numbers(told: Standing) -> tuple[int, int, int]:
    return told.current, told.longest, told.freezes


def rules(lines: dict[date, DayLine], names: str) -> list[Rule]:
    return [lines[each].rule for each in days(names)]


def test_five_days_in_a_row_show_one_to_five() -> None:
    story = Story()

    shown = [
        story.did(name).seen(f"{name} 21:00").current for name in ("Mon1", "Tue1", "Wed1", "Thu1", "Fri1")
    ]

    assert shown == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("Tue1 02:59", Status.DONE),
        ("Tue1 03:00", Status.LATE),
        ("Wed1 02:59", Status.LATE),
        ("Wed1 03:00", Status.MISSED),
    ],
)
def test_a_row_of_the_log_counts_before_the_deadline_and_late_before_the_grace_ends(
    moment: str, status: Status
) -> None:
    story = Story(log=Log({day("Mon1"): at(moment)}))

    assert story.why("Wed1 12:00")[day("Mon1")].status is status


@pytest.mark.parametrize(
    ("moment", "rule"),
    [
        ("Mon1 08:59", Rule.NOT_POSTED),
        ("Mon1 09:00", Rule.WINDOW_OPEN),
        ("Tue1 02:59", Rule.WINDOW_OPEN),
        ("Tue1 03:00", Rule.GRACE_RUNNING),
        ("Wed1 02:59", Rule.GRACE_RUNNING),
        ("Wed1 03:00", Rule.NO_CHECK_IN),
    ],
)
def test_a_day_without_a_check_in_goes_from_future_to_missed(moment: str, rule: Rule) -> None:
    assert Story().why(moment)[day("Mon1")].rule is rule


@pytest.mark.parametrize(
    ("joined", "status"), [("Mon1 09:00", Status.MISSED), ("Mon1 09:01", Status.EXCUSED)]
)
def test_who_is_there_when_it_is_posted_is_asked(joined: str, status: Status) -> None:
    assert Story(who=learner(joined=at(joined))).why("Wed1 12:00")[day("Mon1")].status is status


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

    assert open_days(dates, who, Log(), strict, now) == (saturday,)
    told, kept = standing_from(start(strict), dates, who, Log(), strict, now)
    assert (told.open_days, kept) == ((saturday,), start(strict))
    line = explain(dates, who, Log(), Policy(), now)[0]
    assert line.grace_ends == line.closes == occurrence(sunday, time(15, 30), "UTC")


def test_days_off_between_missed_days_do_not_end_the_gap() -> None:
    story = Story(who=learner(pauses=["Tue2-Thu2"])).did("w1 Wed3")

    assert numbers(story.seen("Thu3 12:00")) == (1, 5, 2)  # Friday, Monday and Tuesday are one gap of three
    assert story.seen("Thu3 12:00").broke_on == day("Mon3")


def test_missed_days_before_the_first_check_in_cost_nothing() -> None:
    assert numbers(Story().did("Fri1").seen("Fri1 21:00")) == (1, 1, 2)


def test_a_freeze_is_earned_with_each_tenth_day_of_the_run_and_never_above_the_cap() -> None:
    story = Story().did("w1 Tue2-Fri2 w3 w4")

    assert story.seen("Fri2 21:00").freezes == 1
    assert story.seen("Mon3 21:00").freezes == 2
    assert story.seen("Fri4 21:00").freezes == 2


def test_a_broken_run_starts_to_earn_anew_and_freezes_spent_before_stay_spent() -> None:
    story = Story().did("w1 Tue2 Wed2 Tue3-Fri3 w4")  # Monday frozen; Thursday, Friday and Monday break

    assert numbers(story.seen("Tue3 21:00")) == (1, 7, 1)
    assert numbers(story.seen("Fri4 21:00")) == (9, 9, 1)


def test_a_gap_longer_than_the_limit_breaks_however_many_freezes_there_are() -> None:
    rich = Policy(freezes_start=5, freezes_cap=5)

    assert numbers(Story(policy=rich).did("w1 Thu2").seen("Fri2 12:00")) == (1, 5, 5)


def test_a_later_holiday_returns_the_freeze_and_a_removed_miss_mends_the_run() -> None:
    story = Story().did("w1 Thu2 Fri2")

    assert numbers(story.seen("Fri2 21:00")) == (2, 5, 2)
    assert numbers(story.excused("Mon2").seen("Fri2 21:00")) == (7, 7, 0)
    assert numbers(story.excused("Tue2").seen("Fri2 21:00")) == (7, 7, 1)


def test_a_run_mended_far_back_brings_its_spent_freezes_along() -> None:
    """How a day off can lower a run: the older one lives again and has spent what the newer used."""
    story = Story().did("w1 Thu2 Fri2 Mon3 Thu3")

    assert numbers(story.seen("Fri3 12:00")) == (4, 5, 0)
    assert numbers(story.excused("Tue2").seen("Fri3 12:00")) == (1, 8, 0)


def test_an_outage_excuses_only_who_did_not_check_in() -> None:
    story = Story().excused("Tue1 Wed1", Excuse.OUTAGE).did("Mon1 Tue1 Thu1")

    assert numbers(story.seen("Thu1 21:00")) == (3, 3, 2)
    assert story.seen("Thu1 21:00").possible == 3


def test_a_project_day_is_missed_until_the_project_comes_in_time() -> None:
    story = Story(dates=timetable(blocks={"shop": "Tue1-Fri1"}), policy=Policy(freezes_cap=0)).did("Mon1")

    assert story.seen("Thu1 12:00").current == 0
    assert story.submitted("shop", "Sat1 02:59").seen("Sat1 12:00").current == 1
    assert story.submitted("shop", "Sat1 03:00").seen("Sat1 12:00").current == 0


def test_a_checkpoint_waits_for_a_project_that_may_still_come() -> None:
    story = Story(dates=timetable(blocks={"shop": "Tue1-Fri1"})).did("Mon1")

    def read(fold: Fold, moment: str) -> tuple[Standing, Fold]:
        return standing_from(fold, story.dates, story.who, story.log, story.policy, at(moment))

    kept = read(start(story.policy), "Fri1 12:00")[1]
    assert kept.through == day("Mon1")
    told, later = read(kept, "Tue2 12:00")
    assert (told.current, later.through) == (0, day("Fri1"))
    story.submitted("shop", "Fri1 20:00")
    assert read(kept, "Tue2 12:00")[0] == story.seen("Tue2 12:00")
    assert story.seen("Tue2 12:00").current == 1


def test_a_holiday_within_a_project_does_not_shorten_it() -> None:
    dates = (*timetable(1, {"shop": "Thu1"}), *timetable(2, {"shop": "Tue2"})[5:])
    story = Story(dates=dates).did("Mon1-Wed1").excused("Fri1 Mon2").submitted("shop", "Wed2 02:59")

    assert story.why("Fri2 12:00")[day("Thu1")].status is Status.CREDITED
    assert story.why("Fri2 12:00")[day("Tue2")].status is Status.CREDITED


def test_momentum_falls_by_five_percent_with_a_miss_and_rests_on_days_off() -> None:
    story = Story().did("w1").excused("Mon2")
    before, off = story.seen("Fri1 21:00").momentum, story.seen("Tue2 12:00").momentum

    assert off == before
    assert story.seen("Thu2 12:00").momentum == pytest.approx(before * 0.948, abs=1e-3)
    score = 1.0
    for _ in range(13):
        score = smoothed(score, False)
    assert score == pytest.approx(0.5)


def test_attendance_is_counted_of_possible() -> None:
    assert Story().seen("Mon1 19:00").attendance == 0
    assert Story().did("Mon1 Tue1 Thu1").seen("Sat1 12:00").attendance == 3 / 4


def test_the_receipt_names_the_rule_behind_each_day() -> None:
    who = learner(joined=at("Tue1 12:00"), pauses=["Tue2-Tue2"])
    story = Story(dates=timetable(blocks={"shop": "Wed2 Thu2"}), who=who)
    story.did("Wed1 Fri1").check_in(at("Fri1 10:00"), day("Thu1"))
    story.excused("Mon2", Excuse.OUTAGE).excused("Fri2").excused("Mon3", Excuse.COHORT_PAUSE)
    story.excused("Tue3", Excuse.ADMIN).submitted("shop", "Thu2 20:00")
    lines = story.why("Fri3 12:00")

    assert rules(lines, "w1") == [
        Rule.BEFORE_JOINING,
        Rule.BEFORE_JOINING,
        Rule.IN_WINDOW,
        Rule.WITHIN_GRACE,
        Rule.IN_WINDOW,
    ]
    assert rules(lines, "w2") == [
        Rule.OUTAGE,
        Rule.OWN_PAUSE,
        Rule.PROJECT_SUBMITTED,
        Rule.PROJECT_SUBMITTED,
        Rule.HOLIDAY,
    ]
    assert rules(lines, "w3") == [
        Rule.COHORT_PAUSE,
        Rule.EXCUSED_BY_ADMIN,
        Rule.FROZEN,
        Rule.GRACE_RUNNING,
        Rule.WINDOW_OPEN,
    ]
    assert rules(lines, "Mon4") == [Rule.NOT_POSTED]


def test_the_receipt_shows_when_a_day_closed_and_when_it_was_done() -> None:
    assert Story().did("Mon1").why("Mon1 21:00")[day("Mon1")] == DayLine(
        day=day("Mon1"),
        status=Status.DONE,
        rule=Rule.IN_WINDOW,
        closes=at("Tue1 03:00"),
        grace_ends=at("Wed1 03:00"),
        frozen=False,
        run_after=1,
        checked_in_at=at("Mon1 20:00"),
    )


def test_freezes_shown_on_missed_days_come_back_when_the_gap_grows_too_long() -> None:
    story = Story().did("w1")

    assert rules(story.why("Thu2 12:00"), "Mon2 Tue2") == [Rule.FROZEN, Rule.FROZEN]
    broken = story.why("Fri2 12:00")
    assert rules(broken, "Mon2-Wed2") == [Rule.NO_CHECK_IN, Rule.NO_CHECK_IN, Rule.BROKE_RUN]
    assert not any(line.frozen for line in broken.values())
    assert [line.run_after for line in broken.values()][4:8] == [5, 5, 5, 0]


def test_it_changes_next_when_the_grace_of_an_open_day_ends() -> None:
    story = Story(dates=timetable(2)).did("Mon1")

    assert story.seen("Mon1 21:00").changes_at == at("Thu1 03:00")  # Tuesday's grace, not yet begun
    assert story.seen("Wed1 12:00").changes_at == at("Thu1 03:00")
    assert story.excused("Tue1-Fri1").seen("Wed1 12:00").changes_at == at("Wed2 03:00")
    assert story.seen("Mon4 12:00").changes_at is None


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
    each_day = list(islice(study_days(start, range(7)), 5))
    dates = tuple(StudyDate(each, occurrence(each, post, zone)) for each in each_day)
    who = Learner(LONG_AGO, (ZoneSince(LONG_AGO, zone),))
    story = Story(dates=dates, who=who, policy=Policy(grace_days=0))
    late = timedelta(days=pressed < who.rollover)  # at night it is tomorrow by the calendar

    shown = []
    for each in each_day:
        moment = occurrence(each + late, pressed, zone)
        story.check_in(moment, each)
        shown.append(story.seen(moment).current)

    assert shown == [1, 2, 3, 4, 5]
