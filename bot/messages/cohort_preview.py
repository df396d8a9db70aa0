"""What a cohort would post, shown to its admins before anything is posted."""

from collections.abc import Iterator

from bot.interface.reply import (
    Button,
    Card,
    Emphasis,
    Fact,
    Plain,
    Reply,
    Says,
    Section,
    Strong,
    Text,
    When,
    WhenStyle,
)
from bot.messages.cohort_words import days_off_text, state_word, weekdays_text
from bot.messages.lesson_text import heading_text, outlook_text
from bot.messages.voice import Voice
from bot.services.cohort_preview import CohortPreview, PlannedPost, Warnings

CHANGEABLE = ("name", "start", "time", "zone", "days")


def preview(say: Voice, fact: CohortPreview) -> Reply:
    """The settings and the next posts; a draft can be started or changed from here."""
    card = Card(
        title=say.plain("{cohort}: preview", cohort=fact.name),
        lead=_lead(say, fact),
        facts=tuple(_facts(say, fact)),
        sections=tuple(_sections(say, fact)),
        closing=_closing(say, fact),
    )
    return Reply(blocks=(card,), buttons=_buttons(say, fact))


def warning_lines(say: Voice, warnings: Warnings) -> Iterator[Text]:
    """What pacing could not do as it was told."""
    for heading, weeks in warnings.slid:
        yield say.many(
            "{unit} had no study day in its dates, so it and all after it come {count} week later.",
            "{unit} had no study day in its dates, so it and all after it come {count} weeks later.",
            weeks,
            unit=Strong(heading_text(say, (heading,))),
        )
    if warnings.fit is not None:
        yield say(
            "The roadmap does not fit into {asked} study days: it needs {least} at least.",
            asked=warnings.fit.asked,
            least=warnings.fit.least,
        )
    if warnings.added_behind:
        yield say.many(
            "{count} part is new where the cohort has already passed; a catch-up day has it.",
            "{count} parts are new where the cohort has already passed; a catch-up day has them.",
            warnings.added_behind,
        )


def _lead(say: Voice, fact: CohortPreview) -> Text:
    if fact.state != "draft":
        return say("This cohort is {state}.", state=state_word(say, fact.state))
    lead = say("Nothing is posted before you press Start.")
    if fact.zone_guessed:
        zone = say("Nobody has told me the time zone, so I took {zone}; Change sets it.", zone=fact.zone)
        return (*lead, Plain(" "), *zone)
    return lead


def _facts(say: Voice, fact: CohortPreview) -> Iterator[Fact]:
    yield Fact(say.plain("Roadmap"), (Plain(fact.curriculum),))
    yield Fact(
        say.plain("Posts"),
        say(
            "{time}, {days}, {zone}",
            time=say.clock(fact.post_time),
            days=weekdays_text(say, fact.weekdays),
            zone=fact.zone,
        ),
    )
    yield Fact(say.plain("Rooms"), (Plain(", ".join(fact.rooms)),) if fact.rooms else say("none yet"))
    if fact.first is not None and fact.last is not None:
        span = say.many(
            "{first} to {last}, {count} study day",
            "{first} to {last}, {count} study days",
            fact.study_days,
            first=say.long_day(fact.first),
            last=say.long_day(fact.last),
        )
        yield Fact(say.plain("From, to"), span)


def _sections(say: Voice, fact: CohortPreview) -> Iterator[Section]:
    if fact.posts:
        yield Section(say.plain("The next posts"), tuple(_post(say, fact, post) for post in fact.posts))
    if fact.days_off:
        lines = tuple((Plain(days_off_text(say, day)),) for day in fact.days_off)
        yield Section(say.plain("Days off in between"), lines)
    warnings = tuple(warning_lines(say, fact.warnings))
    if warnings:
        yield Section(say.plain("Worth knowing"), warnings)


def _post(say: Voice, fact: CohortPreview, post: PlannedPost) -> Text:
    line = say(
        "{number}: {day} {when} - {about}",
        number=Strong(str(post.number)),
        day=say.day(post.day),
        when=When(post.posts_at, WhenStyle.TIME, fact.zone),
        about=outlook_text(say, post.outlook),
    )
    for note in _notes(say, post):
        line = (*line, Plain(" "), *note)
    return line


def _notes(say: Voice, post: PlannedPost) -> Iterator[Text]:
    if post.moved:
        yield say("(that time does not exist then, so it comes later)")
    elif post.clock_change:
        yield say("(the clocks have changed)")
    if post.clashes:
        yield say("(at the same time as {cohorts})", cohorts=", ".join(post.clashes))


def _closing(say: Voice, fact: CohortPreview) -> Text:
    if not fact.posts:
        return say("Nothing is planned ahead.")
    first = When(fact.posts[0].posts_at, WhenStyle.MOMENT, fact.zone)
    return say("On your clock the next post comes {when}.", when=first)


def _buttons(say: Voice, fact: CohortPreview) -> tuple[Button, ...]:
    bound = {"cohort": fact.cohort_id}
    change = Says(say.plain("Change"), "cohort edit", bound, ask=CHANGEABLE)
    match fact.state:
        case "draft":
            return (Says(say.plain("Start"), "cohort start", bound, emphasis=Emphasis.PRIMARY), change)
        case "running" | "paused":
            return (change,)
        case _:
            return ()
