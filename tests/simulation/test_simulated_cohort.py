"""Forty people study together for sixty days, and nobody is told too much, too often, or what is not so.

One cohort on the a-z roadmap, at nine in Berlin from the first of March on, with Easter off, and one day off
that is given when it has begun. Some members are steady, some come at weekends, some fade, vanish, return
(after a pause, after having left, or just so), come late, or travel across zones; most wished for a reminder,
some let topics come back or look for a buddy, and now and then somebody answers what they are told. The
admin studies too, and fades. Clocks change in New York, Berlin and Auckland meanwhile.

`life` lets them live; `diary` is what each of them notes, and what that comes to by the rules alone.
`readings` compares whatever the program says by itself, `looks` whatever can be asked for, at five moments of
some unrest.
"""

import asyncio
from collections import Counter
from datetime import date, time, timedelta

import pytest

from tests.plain_words import words
from tests.simulation.diary import HOME, instant, monday_of, shown
from tests.simulation.life import DAYS, FIRST, lived
from tests.simulation.mailbox import Heard
from tests.simulation.readings import UNANSWERED
from tests.simulation.term import Term

LOOKS = (
    instant(date(2027, 3, 10), time(21), HOME),  # the evening, reminders are out
    instant(date(2027, 3, 28), time(18, 0, 30), HOME),  # the digest is there; clocks changed last night
    instant(date(2027, 4, 6), time(2, 58), HOME),  # just before a day closes, and another's grace ends
    instant(date(2027, 4, 14), time(12), HOME),  # a day off since an hour
)
WEEK = timedelta(days=7)
IN_LINE = timedelta(minutes=10)
"""So late a message may be that waits in line, which makes the time between two of them shorter."""


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Term:
    """The sixty days, lived once."""
    return asyncio.run(lived(tmp_path_factory.mktemp("spring"), seed=6, looks=LOOKS))


def told(term: Term, name: str = "") -> list[Heard]:
    """The private messages that nobody asked for, to everybody or to one."""
    return [each for each in term.mailbox.heard if each.to and name in ("", each.to)]


def test_whatever_is_shown_is_what_members_did(term: Term) -> None:
    assert term.wrong == []
    assert term.compared > 5_000
    assert len(term.present) == 40


def test_the_room_hears_one_post_a_study_day_and_one_digest_a_week(term: Term) -> None:
    public = [each for each in term.mailbox.heard if not each.to]
    days = Counter(shown(each.at, HOME).date() for each in public if each.kind == "post")
    weeks = Counter(monday_of(shown(each.at, HOME).date()) for each in public if each.kind == "digest")
    assert days == Counter(term.course.posted_by(term.now))
    assert weeks == Counter(FIRST + week * WEEK for week in range(DAYS // 7))
    assert len(public) == days.total() + weeks.total()


def test_who_has_done_the_day_is_not_reminded_and_who_always_does_hears_nothing(term: Term) -> None:
    for each in told(term):
        if each.kind == "reminder":
            done = term.diaries[each.to].done.get(term.reminded_of(each))
            assert done is None or done > each.at
    steady = {name for name, member in term.members.items() if member.kind == "steady"}
    assert {each.to for each in told(term)} & steady == set()


def test_who_forgets_hears_at_most_one_message_a_day_and_three_a_week(term: Term) -> None:
    for name, diary in term.diaries.items():
        instants = [each.at for each in told(term, name)]
        days = Counter(diary.shown(at).date() for at in instants)
        assert all(count == 1 for count in days.values()), (name, days)
        for at in instants:
            week = [other for other in instants if at - WEEK + IN_LINE < other <= at]
            assert len(week) <= diary.most_a_week(at - IN_LINE), (name, week)
    assert {each.kind for each in told(term)} == {"reminder", "recall", "buddy", "summary"}
    assert max(Counter(each.to for each in told(term)).values()) > 10


def test_nobody_hears_anything_between_ten_and_eight_on_their_own_clock(term: Term) -> None:
    assert {term.diaries[each.to].shown(each.at).hour for each in told(term)} <= set(range(8, 22))


def test_after_three_messages_that_were_left_unanswered_nobody_hears_more(term: Term) -> None:
    silent = Counter[str]()
    events = [
        (at, name, False)
        for name, diary in term.diaries.items()
        for at in (*diary.done.values(), *diary.on_top.values(), *diary.answers)
    ]
    events += [(each.at, each.to, True) for each in told(term) if each.asks]
    for _, name, was_told in sorted(events):
        silent[name] = silent[name] + 1 if was_told else 0
        assert silent[name] <= UNANSWERED, name
    gone = [each for each in term.members.values() if each.kind == "vanished" and each.reminder != "off"]
    assert {silent[each.name] for each in gone} == {UNANSWERED}


def test_no_public_text_names_who_missed_or_would_not_be_named(term: Term) -> None:
    named = Counter[str]()
    for each in term.mailbox.heard:
        said, monday = words(each.message), monday_of(shown(each.at, HOME).date())
        for name, diary in term.diaries.items():
            if not each.to and name.partition(" ")[0] in said:
                named[name] += 1
                assert each.kind == "digest", said
                assert diary.is_listed, name
                assert any(monday <= day < monday + WEEK for day in diary.done), (name, said)
    assert len(named) > 15
