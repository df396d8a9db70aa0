"""The streak agrees with a plain reading of its rules, which is slow and shares nothing with the fold."""

from datetime import datetime, timedelta
from itertools import groupby
from math import ceil

from hypothesis import given
from streak_histories import History, histories

from bot.domain.calendar import day_start, deadline
from bot.domain.standing import Standing, Status
from bot.domain.study_log import Excuse, Mode, StudyDate

COHORT_WIDE = {Excuse.HOLIDAY, Excuse.COHORT_PAUSE}


def closes(history: History, posted: datetime) -> datetime:
    who = history.who
    ends = {held: deadline(posted, held.zone, held.rollover or who.rollover) for held in who.zones}
    ruling = [held for held in who.zones if held.since <= posted] or [who.zones[0]]
    end = ends[ruling[-1]]
    for held in who.zones:
        if posted < held.since < end:
            end = max(end, ends[held])
    return end


def grace_ends(history: History, index: int) -> datetime:
    grace = history.policy.grace_days
    following = [
        each.posted
        for each in history.dates[index + 1 :]
        if history.log.excused.get(each.day) not in COHORT_WIDE
    ]
    missing = grace - len(following)
    following += [history.dates[-1].posted + timedelta(days=number + 1) for number in range(missing)]
    own = history.dates[index].posted
    return max(closes(history, posted) for posted in [own, *following[:grace][-1:]])


def last_of_block(history: History, index: int) -> StudyDate:
    block = history.dates[index].block
    last = history.dates[index]
    for each in history.dates[index:]:
        if each.block not in ("", block):
            break
        last = each if each.block == block else last
    return last


def asks_nothing(history: History, each: StudyDate) -> bool:
    rests = any(pause.first <= each.day <= pause.last for pause in history.who.pauses)
    return each.day in history.log.excused or rests or each.posted < history.who.joined


def credited(history: History, index: int) -> bool:
    submitted = history.log.submitted.get(history.dates[index].block)
    return submitted is not None and submitted < closes(history, last_of_block(history, index).posted)


def status(history: History, index: int) -> Status:
    each, now = history.dates[index], history.now
    checked_in = history.log.check_ins.get(each.day)
    is_posted = each.posted <= now
    ways = {
        Status.DONE: is_posted and checked_in is not None and checked_in < closes(history, each.posted),
        Status.LATE: is_posted
        and checked_in is not None
        and checked_in < grace_ends(history, index)
        and history.who.joined < closes(history, each.posted),
        Status.EXCUSED: asks_nothing(history, each),
        Status.FUTURE: not is_posted,
        Status.CREDITED: credited(history, index),
        Status.OPEN: now < grace_ends(history, index),
        Status.MISSED: True,
    }
    return next(name for name, applies in ways.items() if applies)


def daily_run(history: History, statuses: list[Status]) -> tuple[int, int, int]:
    policy = history.policy
    weighing = [each in (Status.DONE, Status.LATE) for each in statuses if _weighs(each)]
    run, longest, freezes = 0, 0, min(policy.freezes_start, policy.freezes_cap)
    for counted, group in groupby(weighing):
        length = len(list(group))
        if not counted:
            if run and length <= min(freezes, policy.longest_gap):
                freezes -= length
            else:
                run = 0
            continue
        for _ in range(length):
            run += 1
            earned = bool(policy.freeze_every) and run % policy.freeze_every == 0
            freezes = min(policy.freezes_cap, freezes + earned)
        longest = max(longest, run)
    return run, longest, freezes


def weekly_run(history: History, statuses: list[Status]) -> tuple[int, int]:
    policy, run, longest = history.policy, 0, 0
    indexes = range(len(statuses))
    for _, group in groupby(indexes, lambda index: history.dates[index].day.isocalendar()[:2]):
        week = list(group)
        asked = [i for i in week if not asks_nothing(history, history.dates[i]) and not credited(history, i)]
        done = sum(statuses[index] in (Status.DONE, Status.LATE) for index in week)
        need = ceil(policy.quota * len(asked) / (policy.week_days or len(week)))
        if done >= max(1, min(need, len(asked))):
            run += 1
        elif asked and is_over(history, week):
            run = 0
        longest = max(longest, run)
    return run, longest


def is_over(history: History, week: list[int]) -> bool:
    last = history.dates[week[-1]]
    who = history.who
    held = [each for each in who.zones if each.since <= last.posted] or [who.zones[0]]
    sunday = last.day + timedelta(days=6 - last.day.weekday())
    turns = day_start(sunday + timedelta(days=1), held[-1].rollover or who.rollover, held[-1].zone)
    blocks = [last_of_block(history, index).posted for index in week if history.dates[index].block]
    ends = [grace_ends(history, index) for index in week] + [closes(history, posted) for posted in blocks]
    return max(turns, *ends) <= history.now


def _weighs(status: Status) -> bool:
    return status in (Status.DONE, Status.LATE, Status.MISSED)


def momentum(statuses: list[Status]) -> float:
    score = 0.0
    for each in filter(_weighs, statuses):
        kept = 0.5 ** (1 / 13)
        score = score * kept + (each is not Status.MISSED) * (1 - kept)
    return score


def expect(history: History, told: Standing) -> None:
    statuses = [status(history, index) for index in range(len(history.dates))]
    if history.policy.mode is Mode.DAILY:
        assert (told.current, told.longest, told.freezes) == daily_run(history, statuses)
    else:
        assert (told.current, told.longest) == weekly_run(history, statuses)
    assert told.counted == sum(each in (Status.DONE, Status.LATE) for each in statuses)
    assert told.possible == sum(map(_weighs, statuses))
    assert abs(told.momentum - momentum(statuses)) < 1e-12
    opened = [each.day for each, is_now in zip(history.dates, statuses, strict=True) if is_now is Status.OPEN]
    assert told.open_days == tuple(opened)


@given(histories())
def test_the_numbers_are_those_of_a_plain_reading_of_the_rules(history: History) -> None:
    expect(history, history.standing())


@given(histories())
def test_the_receipt_has_the_statuses_of_a_plain_reading(history: History) -> None:
    statuses = [status(history, index) for index in range(len(history.dates))]

    assert [line.status for line in history.lines().values()] == statuses
