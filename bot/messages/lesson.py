"""Today's lesson and the plan, as one person sees them."""

from collections.abc import Iterator, Mapping

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
from bot.messages.catching_up import other_ways
from bot.messages.joining import join_button
from bot.messages.lesson_text import day_title, lesson_sections, outlook_text, spans_of
from bot.messages.project import hand_in_button
from bot.messages.recall import recall_button
from bot.messages.study import NOTE_ASKS, sentences
from bot.messages.voice import Voice, mark
from bot.services.lessons_own import MissedLesson, NoLessonNow, PlanDay, PlanPage, TodaysLesson
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
    blocks = (card, *_missed(say, fact.missed, fact.study_days))
    buttons = (*_buttons(say, fact), *_catching_up(say, fact.missed, fact.cohort_id), *_recalling(say, kept))
    return Reply(blocks=blocks, buttons=buttons)


def no_lesson_now(say: Voice, fact: NoLessonNow, kept: RecallState | None) -> Reply:
    """What comes next when no window is open."""
    missed = tuple(_missed(say, fact.missed, fact.study_days))
    buttons = (
        *_catching_up(say, fact.missed, fact.cohort_id),
        Says(say.plain("The plan"), "plan", {"cohort": fact.cohort_id}),
        *_recalling(say, kept),
    )
    if fact.upcoming is None:
        return Reply(blocks=(Notice(_nothing_ahead(say, fact)), *missed), buttons=buttons)
    text = say(
        "Nothing is open right now. Day {number} comes {when}: {about}.",
        number=fact.upcoming.number,
        when=When(fact.upcoming.posts_at, WhenStyle.MOMENT, fact.zone),
        about=Strong(outlook_text(say, fact.upcoming.outlook)),
    )
    return Reply(blocks=(Notice(text), *missed), buttons=buttons)


def plan_page(say: Voice, page: PlanPage) -> Reply:
    """A week of the plan, with buttons to the weeks around it and, for members, to other ways to keep up."""
    board = Board(
        title=say.plain("{cohort}: the plan", cohort=page.cohort),
        rows=tuple(_row(say, page, day) for day in page.days),
        page=page.week,
        pages=max(page.weeks, 1),
        note=_plan_note(say, page),
    )
    choice = () if page.keeping_up is None else other_ways(say, page.keeping_up, page.cohort_id)
    return Reply(blocks=(board,), buttons=(*_pages(say, page), *choice))


def _missed(say: Voice, fact: MissedLesson | None, study_days: int) -> Iterator[Card]:
    """The topic to catch up with, below that of the group."""
    if fact is None:
        return
    yield Card(
        title=say.plain(
            "To catch up: {day}", day=day_title(say, fact.number, study_days, fact.lesson.headings)
        ),
        lead=spans_of(fact.lesson.goal.replace("\n", " ")) if fact.lesson.goal else (),
        sections=tuple(lesson_sections(say, fact.lesson)),
        closing=say.many(
            "{count} topic to go in your own plan; level on {day}.",
            "{count} topics to go in your own plan; level on {day}.",
            fact.left,
            day=say.long_day(fact.level_on),
        ),
    )


def _catching_up(say: Voice, fact: MissedLesson | None, cohort_id: int) -> Iterator[Button]:
    """Marks that topic as done."""
    if fact is not None:
        label = say.plain("Caught up: day {number}", number=fact.number)
        yield Says(label, "checkin", {"cohort": cohort_id, "day": fact.day})


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
    buttons = (note, hand_in, plan) if fact.lesson.build and fact.takes_projects else (note, plan)
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
    return Row(_mark(say, day), sentences(text, *_turns(say, day)))


def _mark(say: Voice, day: PlanDay) -> str:
    if day.caught_up:
        return say.plain("caught up")
    return "" if day.status is None else say.plain(_MARKS[day.status])


def _turns(say: Voice, day: PlanDay) -> Iterator[Text]:
    """What somebody's own plan has to do with a day."""
    if day.catches_up_on is not None:
        yield say("(your plan: {day})", day=say.day(day.catches_up_on))
    if day.also:
        yield say("(and day {number})", number=day.also)


def _plan_note(say: Voice, page: PlanPage) -> Text:
    if not page.days:
        return say("Nothing is planned now.")
    off = ", ".join(
        f"{say.day(row.day)} ({row.reason})" if row.reason else say.day(row.day) for row in page.days_off
    )
    between = ", ".join(
        say.plain("{day} day {number}", day=say.day(on), number=number) for on, number in page.between
    )
    return sentences(
        say.many("{count} study day in all.", "{count} study days in all.", page.study_days),
        say("Off: {days}.", days=off) if off else (),
        say("To catch up on days off: {days}.", days=between) if between else (),
    )


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
