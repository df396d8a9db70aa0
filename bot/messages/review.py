"""Reviews in words: the project that waits with its three questions, thanks, and what was said."""

from collections.abc import Iterator, Sequence

from bot.domain.reviewing import Decision
from bot.interface.reply import (
    Button,
    Card,
    Emphasis,
    Fact,
    Link,
    Notice,
    Plain,
    Reply,
    Says,
    Section,
    Strong,
    Text,
    When,
    WhenStyle,
)
from bot.messages.project import DECISIONS, given_text, hand_in_button, portfolio_button
from bot.messages.reminder import FEWER
from bot.messages.study import sentences
from bot.messages.voice import Voice
from bot.services.project_facts import Decided, NothingToReview, Piece, Reviewed, ToReview
from bot.services.review_news import Line, News

_LINES = 5


def to_review(say: Voice, fact: ToReview) -> Reply:
    """Somebody's project, and the button that asks the three questions."""
    piece = fact.piece
    requirements = tuple((Plain(line),) for line in fact.requirements)
    card = Card(
        title=say.plain("{project} by {name}", project=piece.title, name=piece.author),
        lead=_lead(say, piece),
        sections=(
            *((Section(say.plain("What the roadmap asks for"), requirements),) if requirements else ()),
            *_said_so_far(say, piece),
        ),
        facts=(
            Fact(say.plain("Cohort"), (Plain(fact.where.cohort),)),
            Fact(say.plain("Somebody else is asked"), (When(fact.until, WhenStyle.MOMENT, fact.where.zone),)),
        ),
        closing=say("Three questions: does it work, is it clear, and one suggestion."),
    )
    return Reply(blocks=(card,), buttons=(_review_button(say, piece.submission_id),))


def reviewed(say: Voice, fact: Reviewed) -> Reply:
    """Thanks, and what else waits."""
    texts = [
        say("Thank you! I pass it on to {name}.", name=Strong(fact.author))
        if fact.fine
        else say("Thank you! {name} can now make it better and hand it in again.", name=Strong(fact.author))
    ]
    if not fact.more:
        return Reply(blocks=(Notice(sentences(*texts)),))
    texts.append(say.many("{count} more waits for you.", "{count} more wait for you.", fact.more))
    return Reply(blocks=(Notice(sentences(*texts)),), buttons=(Says(say.plain("The next one"), "review"),))


def decided(say: Voice, fact: Decided) -> Reply:
    """What was said to the asker's own project."""
    piece = fact.piece
    given = tuple(given_text(say, each) for each in piece.given)
    decision = say.plain(DECISIONS[piece.decision])
    card = Card(
        title=say.plain("{project}: {decision}", project=piece.title, decision=decision),
        lead=_lead(say, piece),
        sections=(Section(say.plain("What was said"), given),) if given else (),
        closing=_what_is_next(say, piece),
    )
    return Reply(blocks=(card,), buttons=tuple(_own_buttons(say, fact)))


def nothing_to_review(say: Voice, fact: NothingToReview) -> Reply:
    """Nothing waits."""
    del fact
    text = say(
        "Nothing waits for your review. {submit} hands in a project of your own.", submit=Strong("/submit")
    )
    return Reply(blocks=(Notice(text),))


def news_of_projects(say: Voice, news: News) -> Reply:
    """All that is new for one reader, in one message."""
    sections = (
        *_news(say, say.plain("Waits for your review"), news.waiting),
        *_news(say, say.plain("Was reviewed"), news.given),
    )
    card = Card(title=say.plain("About projects"), sections=sections)
    buttons: tuple[Button, ...] = ()
    if news.waiting:
        label = say.plain("Look at it")
        submission_id = news.waiting[0].submission_id
        buttons = (Says(label, "review", {"submission": submission_id}, emphasis=Emphasis.PRIMARY),)
    if news.given:
        submission_id = news.given[0].submission_id
        buttons = (*buttons, Says(say.plain("What was said"), "review", {"submission": submission_id}))
    fewer = Says(say.plain("Fewer messages"), "settings", {"answer": FEWER})
    last = say("This was my last message for now: they come back by themselves when you do.")
    return Reply(blocks=(card, Notice(last)) if news.last else (card,), buttons=(*buttons, fewer))


def _news(say: Voice, heading: str, lines: Sequence[Line]) -> Iterator[Section]:
    if lines:
        shown = [
            say("{project}, {name}", project=Strong(line.title), name=line.other) for line in lines[:_LINES]
        ]
        if len(lines) > _LINES:
            left = say("and {count} more: {review}", count=len(lines) - _LINES, review=Strong("/review"))
            shown.append(left)
        yield Section(heading, tuple(shown))


def _lead(say: Voice, piece: Piece) -> Text:
    link = Link(piece.link, piece.link)
    return say("{link} - {note}", link=link, note=piece.note) if piece.note else (link,)


def _said_so_far(say: Voice, piece: Piece) -> Iterator[Section]:
    if piece.versions > 1 and piece.given:
        yield Section(say.plain("Said before"), tuple(given_text(say, each) for each in piece.given))


def _review_button(say: Voice, submission_id: int) -> Button:
    return Says(
        say.plain("Review it"),
        "review",
        {"submission": submission_id},
        ask=("works", "clear", "suggestion"),
        emphasis=Emphasis.PRIMARY,
    )


def _what_is_next(say: Voice, piece: Piece) -> Text:
    match piece.decision:
        case Decision.REVISE:
            return say("Make it better and hand it in again; who asked for it looks once more.")
        case Decision.ACCEPTED:
            return say("Well done. What comes next?")
        case Decision.WAITING:
            return say.many(
                "{count} review is still to come.", "{count} reviews are still to come.", piece.waiting
            )


def _own_buttons(say: Voice, fact: Decided) -> Iterator[Button]:
    piece, cohort_id = fact.piece, fact.where.cohort_id
    if piece.decision is Decision.REVISE:
        yield hand_in_button(say.plain("Hand it in again"), cohort_id, piece.project)
    yield portfolio_button(say, cohort_id)
