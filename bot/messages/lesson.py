"""Today's lesson and the plan, as one person sees them."""

from collections.abc import Mapping

from bot.domain.standing import Status
from bot.interface.reply import (
    Board,
    Bound,
    Button,
    Card,
    Emphasis,
    Notice,
    Plain,
    Reply,
    Row,
    Says,
    Strong,
    Text,
    When,
    WhenStyle,
)
from bot.messages.joining import join_button
from bot.messages.lesson_text import day_title, lesson_sections, outlook_text, spans_of
from bot.messages.project import hand_in_button
from bot.messages.recall import recall_button
from bot.messages.study import NOTE_ASKS
from bot.messages.voice import Voice, mark
from bot.services.lessons_own import NoLessonNow, PlanDay, PlanPage, TodaysLesson
from bot.services.recall_facts import RecallState

_MARKS: Mapping[Status, str] = {
    Status.DONE: mark("done"),
    Status.LATE: mark("done late"),
    Status.EXCUSED: mark("off"),
    Status.CREDITED: mark("credited"),
    Status.OPEN: mark("open"),
    Status.MISSED: mark("missed"),
    Status.FUTURE: mark("to come"),
}


def todays_lesson(say: Voice, fact: TodaysLesson, kept: RecallState | None) -> Reply:
    """The lesson whose window is open, with its buttons; `kept` is how much of what was learnt is fresh."""
    card = Card(
        title=day_title(say, fact.number, fact.study_days, fact.lesson.headings),
        lead=spans_of(fact.lesson.goal.replace("\n", " ")) if fact.lesson.goal else (),
        sections=tuple(lesson_sections(say, fact.lesson)),
        closing=_closing(say, fact),
    )
    return Reply(blocks=(card,), buttons=(*_buttons(say, fact), *_recalling(say, kept)))


def no_lesson_now(say: Voice, fact: NoLessonNow, kept: RecallState | None) -> Reply:
    """What comes next when no window is open."""
    buttons = (Says(say.plain("The plan"), "plan", {"cohort": fact.cohort_id}), *_recalling(say, kept))
    if fact.upcoming is None:
        return Reply(blocks=(Notice(_nothing_ahead(say, fact)),), buttons=buttons)
    text = say(
        "Nothing is open right now. Day {number} comes {when}: {about}.",
        number=fact.upcoming.number,
        when=When(fact.upcoming.posts_at, WhenStyle.MOMENT, fact.zone),
        about=Strong(outlook_text(say, fact.upcoming.outlook)),
    )
    return Reply(blocks=(Notice(text),), buttons=buttons)


def plan_page(say: Voice, page: PlanPage) -> Reply:
    """A week of the plan, with buttons to the weeks around it."""
    board = Board(
        title=say.plain("{cohort}: the plan", cohort=page.cohort),
        rows=tuple(_row(say, page, day) for day in page.days),
        page=page.week,
        pages=max(page.weeks, 1),
        note=_plan_note(say, page),
    )
    return Reply(blocks=(board,), buttons=_pages(say, page))


def _closing(say: Voice, fact: TodaysLesson) -> Text:
    if fact.done_at is not None:
        return say("Counted {when}.", when=When(fact.done_at, WhenStyle.MOMENT, fact.zone))
    if fact.status is Status.EXCUSED:
        return say("This day is off for you; checking in counts all the same.")
    return say("Counts until {when}", when=When(fact.counts_until, WhenStyle.MOMENT, fact.zone))


def _buttons(say: Voice, fact: TodaysLesson) -> tuple[Button, ...]:
    bound: dict[str, Bound] = {"cohort": fact.cohort_id, "day": fact.day}
    plan = Says(say.plain("The plan"), "plan", {"cohort": fact.cohort_id})
    if fact.status is None:
        return (join_button(say, fact.cohort_id), plan)
    note = Says(say.plain("Note / proof"), "checkin", bound, ask=NOTE_ASKS)
    hand_in = hand_in_button(say.plain("Hand in a project"), fact.cohort_id)
    buttons = (note, hand_in, plan) if fact.lesson.build else (note, plan)
    if fact.done_at is not None:
        return buttons
    return (Says(say.plain("Done"), "checkin", bound, emphasis=Emphasis.PRIMARY), *buttons)


def _recalling(say: Voice, kept: RecallState | None) -> tuple[Button, ...]:
    """For those who want it: others are not asked each day."""
    return (recall_button(say, kept.cohort_id),) if kept is not None and kept.wanted and kept.due else ()


def _nothing_ahead(say: Voice, fact: NoLessonNow) -> Text:
    match fact.state:
        case "paused":
            return say(
                "{cohort} is paused. Your streak waits; it goes on when the cohort does.",
                cohort=Strong(fact.cohort),
            )
        case _:
            return say(
                "{cohort} has come to its end. {progress} shows your way.",
                cohort=Strong(fact.cohort),
                progress=Strong("/progress"),
            )


def _row(say: Voice, page: PlanPage, day: PlanDay) -> Row:
    text = say(
        "{day}, {when} - {about}",
        day=Strong(say.plain("Day {number}", number=day.number)),
        when=(Plain(f"{say.day(day.day)} "), When(day.posts_at, WhenStyle.TIME, page.zone)),
        about=outlook_text(say, day.outlook),
    )
    mark_of_day = "" if day.status is None else say.plain(_MARKS[day.status])
    return Row(mark_of_day, text)


def _plan_note(say: Voice, page: PlanPage) -> Text:
    if not page.days:
        return say("Nothing is planned now.")
    off = ", ".join(
        f"{say.day(row.day)} ({row.reason})" if row.reason else say.day(row.day) for row in page.days_off
    )
    total = say.many("{count} study day in all.", "{count} study days in all.", page.study_days)
    return (*total, Plain(" "), *say("Off: {days}.", days=off)) if off else total


def _pages(say: Voice, page: PlanPage) -> tuple[Button, ...]:
    turns = (
        (say.plain("Week before"), page.week - 1),
        (say.plain("Week after"), page.week + 1),
    )
    return tuple(
        Says(label, "plan", {"cohort": page.cohort_id, "week": week})
        for label, week in turns
        if 1 <= week <= page.weeks
    )
