"""The team's streak: enough of the active make a day, and the open day ends nothing."""

from datetime import date, timedelta

import pytest

from bot.domain.team import TeamDay, team_run

MONDAY = date(2027, 1, 4)


def days(*turnouts: tuple[int, int]) -> list[TeamDay]:
    """The newest first, each as (done, active)."""
    return [TeamDay(MONDAY - timedelta(days=passed), *each) for passed, each in enumerate(turnouts)]


@pytest.mark.parametrize(
    ("turnouts", "run"),
    [
        ([], 0),
        ([(7, 10), (10, 10), (6, 10), (10, 10)], 2),
        ([(6, 10), (10, 10)], 0),
        ([(0, 0), (1, 1)], 0),
        ([(1, 1), (2, 3), (1, 1)], 1),
    ],
)
def test_the_days_in_a_row_that_enough_of_the_active_did(turnouts: list[tuple[int, int]], run: int) -> None:
    assert team_run(days(*turnouts), 70) == run


def test_the_open_day_is_passed_over_until_it_counts() -> None:
    assert team_run(days((1, 10), (9, 10)), 70, open_day=MONDAY) == 1
    assert team_run(days((7, 10), (9, 10)), 70, open_day=MONDAY) == 2
