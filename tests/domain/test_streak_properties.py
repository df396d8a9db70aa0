"""What holds for every streak, over random histories, settings and zones."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import assume, event, given
from hypothesis import strategies as st
from streak_histories import ZONES, History, histories, moments, own_pauses

from bot.domain.check_in import Counted, Refused, study_date_for
from bot.domain.standing import Standing, Status
from bot.domain.streak import standing_from
from bot.domain.streak_fold import start
from bot.domain.study_log import Excuse, Mode, ZoneSince

COUNTED = {Status.DONE, Status.LATE}


def numbers(told: Standing) -> Standing:
    """Without the open days, which each post changes, and the moment of the next change itself."""
    return replace(told, open_days=(), changes_at=None)


@given(histories())
def test_the_numbers_stay_in_their_ranges(history: History) -> None:
    told = history.standing()

    assert 0 <= told.current <= told.longest <= told.counted <= told.possible <= len(history.dates)
    assert 0 <= told.freezes <= history.policy.freezes_cap
    assert 0 <= told.attendance <= 1
    assert 0 <= told.momentum < 1


@given(histories())
def test_asking_changes_nothing(history: History) -> None:
    check_ins = dict(history.log.check_ins)

    first = history.standing()
    history.lines()

    assert history.standing() == first
    assert history.log.check_ins == check_ins


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_logs_rows_is_irrelevant(history: History, chance: random.Random) -> None:
    rows = list(history.log.check_ins.items())
    chance.shuffle(rows)

    assert replace(history, log=replace(history.log, check_ins=dict(rows))).standing() == history.standing()


@given(histories())
def test_a_check_in_made_now_never_lowers_the_streak(history: History) -> None:
    before = history.standing()
    for each in history.dates:
        decision = study_date_for(history.windows, history.now, each.day)
        if not isinstance(decision, Counted):
            continue
        after = history.with_check_in(each.day)
        gained = after.standing().current - before.current
        assert gained == 1 if history.policy.mode is Mode.DAILY else gained in (0, 1)
        assert after.lines()[each.day].status is (Status.LATE if decision.late else Status.DONE)
        event("counted")


@given(histories(), st.data())
def test_a_check_in_or_day_off_entered_anywhere_never_lowers_a_streak_without_freezes(
    history: History, data: st.DataObject
) -> None:
    history = replace(history, policy=replace(history.policy, freezes_cap=0))
    each = data.draw(st.sampled_from(history.dates))
    before = history.standing().current

    with_check_in = replace(history, now=each.posted).with_check_in(each.day)

    if each.posted <= history.now:
        assert replace(with_check_in, now=history.now).standing().current >= before
    assert history.with_excuse(each.day, data.draw(st.sampled_from(Excuse))).standing().current >= before
    assert history.with_pause(data.draw(own_pauses(history.dates))).standing().current >= before


@given(histories(Mode.DAILY), st.data())
def test_a_day_off_since_the_last_break_never_lowers_a_streak(history: History, data: st.DataObject) -> None:
    before = history.standing()
    later = tuple(each for each in history.dates if each.day > (before.broke_on or date.min))
    assume(later)
    day = data.draw(st.sampled_from(later)).day

    holiday = history.with_excuse(day, data.draw(st.sampled_from(Excuse))).standing()
    pause = history.with_pause(data.draw(own_pauses(later))).standing()

    assert holiday.current >= before.current
    assert holiday.freezes >= before.freezes or holiday.current > before.current
    assert pause.current >= before.current


@given(histories(), ZONES, st.data())
def test_moving_to_another_zone_never_turns_done_into_missed(
    history: History, zone: str, data: st.DataObject
) -> None:
    first, *moves = history.who.zones
    held = (first, *(move for move in moves if move.since <= history.now))
    before = replace(history, who=replace(history.who, zones=held)).lines()
    moved = replace(history.who, zones=(*held, ZoneSince(history.now, zone)))
    later = max(history.now, data.draw(moments(history.dates)))

    after = replace(history, who=moved, now=later).lines()

    for day, line in before.items():
        if line.status is Status.DONE:
            assert after[day].status is Status.DONE
        if line.status in COUNTED:
            assert after[day].status in COUNTED
        if line.status is Status.OPEN and later == history.now:
            assert after[day].status is Status.OPEN


@given(histories(), st.data())
def test_a_checkpoint_gives_the_same_as_recomputing_everything(history: History, data: st.DataObject) -> None:
    fold = start(history.policy)
    for now in sorted([*data.draw(st.lists(moments(history.dates), max_size=5)), history.now]):
        known = history.until(now)
        told, kept = standing_from(fold, known.windows, now)
        assert told == known.standing()
        assert kept.through >= fold.through
        tail = tuple(each for each in history.dates if each.day > kept.through)
        assert standing_from(kept, replace(known, dates=tail).windows, now) == (told, kept)
        event("kept" if kept.through > fold.through else "not kept")
        fold = kept


@given(histories())
def test_a_checkpoint_holds_only_what_can_no_longer_change(history: History) -> None:
    kept = standing_from(start(history.policy), history.windows, history.now)[1]

    for day, line in history.lines().items():
        if day <= kept.through:
            assert line.status in COUNTED or line.grace_ends <= history.now
            assert line.status not in (Status.OPEN, Status.FUTURE)


@given(histories())
def test_numbers_receipt_and_reminder_agree(history: History) -> None:
    told, lines = history.standing(), list(history.lines().values())

    assert told.open_days == tuple(line.day for line in lines if line.status is Status.OPEN)
    assert told.counted == sum(line.status in COUNTED for line in lines)
    assert told.current == lines[-1].run_after
    assert told.longest == max(line.run_after for line in lines)
    for before, line in pairwise(lines):
        lost = line.run_after < before.run_after
        if history.policy.mode is Mode.DAILY:
            assert lost == (line.rule.value == "broke_run")
            assert line.run_after == before.run_after + (line.status in COUNTED) or lost


@given(histories(), st.floats(0, 1, exclude_max=True))
def test_until_it_says_so_nothing_changes_by_itself(history: History, passed: float) -> None:
    told = history.standing()
    end = told.changes_at or history.now + timedelta(days=400)
    assert end > history.now

    moment = min(history.now + (end - history.now) * passed, end - timedelta(microseconds=1))
    later = replace(history, now=moment).standing()

    assert numbers(later) == numbers(told)
    assert later.changes_at is None or later.changes_at >= end


@given(histories())
def test_an_open_day_changes_the_numbers_when_it_says_so(history: History) -> None:
    told = history.standing()
    if not (told.open_days and told.changes_at):
        return
    ends = [line.grace_ends for line in history.lines().values() if line.status is Status.OPEN]

    assert told.changes_at <= min(ends)
    assert replace(history, now=min(ends)).standing().possible > told.possible
    event("open")


@given(histories())
def test_a_refused_check_in_names_a_day_that_cannot_count(history: History) -> None:
    lines = history.lines()
    for each in history.dates:
        decision = study_date_for(history.windows, history.now, each.day)
        if isinstance(decision, Refused):
            assert lines[each.day].status not in (*COUNTED, Status.OPEN)
