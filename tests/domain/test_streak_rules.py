"""The rules of a daily streak that the worked examples leave open: statuses, projects, numbers."""

import pytest
from streak_story import Story, at, day, learner, numbers, timetable

from bot.domain.momentum import smoothed
from bot.domain.standing import Rule, Standing, Status
from bot.domain.streak import standing_from
from bot.domain.streak_fold import Fold, start
from bot.domain.study_log import Excuse, Log, Policy


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
        return standing_from(fold, story.windows, at(moment))

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


def test_it_changes_next_when_the_grace_of_an_open_day_ends() -> None:
    story = Story(dates=timetable(2)).did("Mon1")

    assert story.seen("Mon1 21:00").changes_at == at("Thu1 03:00")  # Tuesday's grace, not yet begun
    assert story.seen("Wed1 12:00").changes_at == at("Thu1 03:00")
    assert story.excused("Tue1-Fri1").seen("Wed1 12:00").changes_at == at("Wed2 03:00")
    assert story.seen("Mon4 12:00").changes_at is None
