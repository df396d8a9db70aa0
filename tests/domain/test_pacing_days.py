"""A planned day as JSON and back, and the placing of planned days on dates."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from pacing_story import MONDAY, MONDAY_TO_FRIDAY

from bot.domain.pacing import (
    DayKind,
    Entry,
    Plan,
    PlannedDay,
    ProjectPart,
    Stretch,
    TimetableDay,
    pack,
    place,
    unpack,
)

NAMES = st.text(min_size=1, max_size=8)
PARTS = st.integers(1, 5).flatmap(lambda parts: st.tuples(st.integers(1, parts), st.just(parts)))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    part, parts = draw(PARTS)
    headings = tuple(draw(st.lists(NAMES, max_size=3)))
    return Entry(
        draw(NAMES), part, parts, headings, draw(st.integers(0, len(headings))), filler=draw(st.booleans())
    )


@st.composite
def planned_days(draw: st.DrawFn) -> PlannedDay:
    return PlannedDay(
        draw(st.sampled_from(DayKind)),
        draw(NAMES),
        tuple(draw(st.lists(entries(), max_size=4))),
        tuple(ProjectPart(draw(NAMES), *draw(PARTS)) for _ in range(draw(st.integers(0, 2)))),
        extra=draw(st.booleans()),
    )


@given(planned_days())
def test_a_day_survives_json(planned: PlannedDay) -> None:
    assert unpack(json.loads(json.dumps(pack(planned)))) == planned


def test_a_packed_day_says_only_what_is_not_usual() -> None:
    planned = PlannedDay(DayKind.TOPIC, "w1", (Entry("a"), Entry("b", 1, 2, ("g",), 1)), (ProjectPart("p"),))
    assert pack(planned) == {
        "kind": "topic",
        "unit": "w1",
        "entries": [
            {"item": "a"},
            {"item": "b", "part": 1, "parts": 2, "headings": ["g"], "continued": 1},
        ],
        "projects": [{"project": "p"}],
    }


def test_planned_days_are_placed_on_study_days_in_order_and_numbered() -> None:
    days = tuple(PlannedDay(DayKind.REVIEW, name) for name in "abcdefg")
    placed = place(Plan((Stretch(days[:3]), Stretch(()), Stretch(days[3:]))), MONDAY_TO_FRIDAY)
    assert [day.planned for day in placed.days] == list(days)
    assert [day.number for day in placed.days] == [1, 2, 3, 4, 5, 6, 7]
    assert [day.day.day for day in placed.days] == [4, 5, 6, 7, 8, 11, 12]


def test_a_stretch_waits_for_its_opening_day() -> None:
    day = PlannedDay(DayKind.REVIEW, "a")
    placed = place(Plan((Stretch((day,)), Stretch((day, day), opens=date(2027, 1, 9)))), MONDAY_TO_FRIDAY)
    assert [found.day.day for found in placed.days] == [4, 11, 12]


def test_placing_goes_on_after_the_frozen_days() -> None:
    day = PlannedDay(DayKind.REVIEW, "a")
    frozen = (TimetableDay(date(2027, 1, 6), 17, day),)
    placed = place(Plan((Stretch((day,)),)), MONDAY_TO_FRIDAY, frozen)
    assert placed.days == (*frozen, TimetableDay(date(2027, 1, 7), 18, day))
    later = place(Plan((Stretch((day,)),)), MONDAY_TO_FRIDAY, frozen, not_before=date(2027, 1, 9))
    assert later.days[-1].day == date(2027, 1, 11)


def test_no_day_lies_before_the_start() -> None:
    day = PlannedDay(DayKind.REVIEW, "a")
    placed = place(Plan((Stretch((day,), opens=date(2020, 1, 1)),)), MONDAY_TO_FRIDAY)
    assert placed.days[0].day == MONDAY
