"""Weekdays as admins write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Invalid
from bot.services.cohort_weekdays import study_weekdays

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", "01234"),
        ("Mon - Fri", "01234"),
        ("Monday to Friday", "01234"),
        ("mon\N{EN DASH}fri", "01234"),
        ("mon,wed,fri", "024"),
        ("Mon, Wed & Fri", "024"),
        ("monday wednesday friday", "024"),
        ("mondays and thursdays", "03"),
        ("tue", "1"),
        ("Tues.", "1"),
        ("sat-mon", "056"),
        ("mon-wed, sat", "0125"),
        ("every day", "0123456"),
        ("  Every   DAY ", "0123456"),
        ("weekdays", "01234"),
        ("weekends", "56"),
    ],
)
def test_weekdays_are_read_kindly(text: str, days: str) -> None:
    assert study_weekdays(text) == frozenset(int(day) for day in days)


@pytest.mark.parametrize(
    "text", ["", ",", "never", "m", "t", "mon-", "-", "mon-xyz", "1-5", "funday", "mon fri x"]
)
def test_what_names_no_weekday_is_refused_with_the_words(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        study_weekdays(text)
    assert (caught.value.code, caught.value.data["value"]) == ("bad_weekdays", text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        days = study_weekdays(text)
    except Invalid:
        return
    assert days
    assert days <= frozenset(range(7))


@given(st.sets(st.integers(0, 6), min_size=1))
def test_listed_weekdays_are_read_whatever_they_are(days: set[int]) -> None:
    assert study_weekdays(", ".join(_NAMES[day] for day in days)) == days
