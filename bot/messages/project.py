"""Projects in words: handed in, and somebody's portfolio as lines, as a page, and as a file."""

from collections.abc import Iterator, Mapping

from bot.domain.reviewing import Decision
from bot.interface.reply import (
    Board,
    Bound,
    Button,
    Fact,
    Link,
    Notice,
    Plain,
    Reply,
    Row,
    Says,
    Section,
    Sheet,
    Strong,
    Text,
    When,
    WhenStyle,
)
from bot.messages.study import sentences
from bot.messages.voice import Voice, mark
from bot.services.project_facts import Completion, Given, HandedIn, Piece, Portfolio

_LINES = 5
_ON_A_PAGE = 10

DECISIONS: Mapping[Decision, str] = {
    Decision.WAITING: mark("waits for reviews"),
    Decision.REVISE: mark("wants another version"),
    Decision.ACCEPTED: mark("accepted"),
}


def handed_in(say: Voice, fact: HandedIn) -> Reply:
    """That a project is in, who looks at it, and what it did for the streak."""
    texts = [_is_in(say, fact.piece), *_credited(say, fact), _reviewers(say, fact.piece)]
    texts.append(say("Handed in so far: {projects}.", projects=completion_text(say, fact.completion)))
    buttons = (portfolio_button(say, fact.where.cohort_id), _status_button(say, fact.piece))
    return Reply(blocks=(Notice(sentences(*texts)),), buttons=buttons)


def completion_text(say: Voice, fact: Completion) -> Text:
    """`3 of the 12 that finish it (17 in all), 2 accepted`."""
    if fact.needed == fact.of:
        done = say("{count} of {of}", count=fact.handed_in, of=fact.of)
    else:
        done = say(
            "{count} of the {needed} that finish it ({of} in all)",
            count=fact.handed_in,
            needed=fact.needed,
            of=fact.of,
        )
    return say("{done}, {accepted} accepted", done=done, accepted=fact.accepted) if fact.accepted else done


def completion_facts(say: Voice, fact: Portfolio) -> Iterator[Fact]:
    """How far somebody is with the projects, where there are any, and what waits for their review."""
    if fact.completion is not None:
        yield Fact(say.plain("Projects"), completion_text(say, fact.completion))
    if fact.to_review:
        waiting = say.many(
            "{count} project waits: {review}",
            "{count} projects wait: {review}",
            fact.to_review,
            review=Strong("/review"),
        )
        yield Fact(say.plain("Your review"), waiting)


def portfolio_sections(say: Voice, fact: Portfolio) -> Iterator[Section]:
    """The newest projects, for the page of somebody's progress."""
    if fact.pieces:
        newest = sorted(fact.pieces, key=lambda piece: piece.at, reverse=True)[:_LINES]
        lines = tuple(
            say(
                "{project} - {decision}",
                project=_linked(piece),
                decision=_decision(say, piece),
            )
            for piece in newest
        )
        yield Section(say.plain("Projects handed in"), lines)


def portfolio(say: Voice, fact: Portfolio, page: int) -> Reply:
    """All of somebody's projects, a page of them."""
    pages = max(1, -(-len(fact.pieces) // _ON_A_PAGE))
    page = min(max(1, page), pages)
    shown = fact.pieces[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]
    note = say("Nothing is handed in yet.") if not fact.pieces else ()
    if fact.completion is not None and fact.pieces:
        note = completion_text(say, fact.completion)
    board = Board(
        title=say.plain("{cohort}: your projects", cohort=fact.where.cohort),
        rows=tuple(Row(_decision(say, piece), _row(say, fact, piece)) for piece in shown),
        page=page,
        pages=pages,
        note=note,
    )
    return Reply(blocks=(board,), buttons=tuple(_portfolio_buttons(say, fact, page, pages)))


def portfolio_file(say: Voice, fact: Portfolio) -> Reply:
    """The same as a Markdown file to keep."""
    lines = [f"# {say.plain('{name}: projects in {cohort}', name=fact.whose.name, cohort=fact.where.cohort)}"]
    if fact.completion is not None:
        lines += ["", _words(completion_text(say, fact.completion))]
    for piece in fact.pieces:
        lines += _piece_lines(say, piece)
    caption = say("Your projects in {cohort}.", cohort=Strong(fact.where.cohort))
    content = "\n".join([*lines, ""]).encode()
    return Reply(blocks=(Sheet("projects.md", "text/markdown", content, caption),))


def portfolio_button(say: Voice, cohort_id: int) -> Button:
    """Shows one's own projects."""
    return Says(say.plain("Your projects"), "progress", {"cohort": cohort_id, "view": "projects"})


def hand_in_button(label: str, cohort_id: int, project: str = "") -> Button:
    """Asks for what is needed to hand a project in; that project, if one is given."""
    bound: dict[str, Bound] = {"cohort": cohort_id}
    if project:
        return Says(label, "submit", {**bound, "project": project}, ask=("link", "note"))
    return Says(label, "submit", bound, ask=("project", "link", "note"))


def _is_in(say: Voice, piece: Piece) -> Text:
    title = Strong(piece.title)
    if piece.versions == 1:
        return say("{project} is handed in.", project=title)
    return say("{project} is handed in again: version {number}.", project=title, number=piece.versions)


def _credited(say: Voice, fact: HandedIn) -> Iterator[Text]:
    if fact.credited:
        yield say.many(
            "{count} project day is credited, so it cannot break your streak.",
            "{count} project days are credited, so they cannot break your streak.",
            fact.credited,
        )


def _reviewers(say: Voice, piece: Piece) -> Text:
    if piece.waiting:
        return say.many(
            "{count} member looks at it; I tell you in private what they say.",
            "{count} members look at it; I tell you in private what they say.",
            piece.waiting,
        )
    if piece.decision is Decision.ACCEPTED:
        return say("It was accepted before, and stays so.")
    return say("Nobody else is here to look at it now; I ask as soon as somebody is.")


def _status_button(say: Voice, piece: Piece) -> Button:
    return Says(say.plain("What was said"), "review", {"submission": piece.submission_id})


def _linked(piece: Piece) -> Link:
    return Link(piece.title, piece.link)


def _decision(say: Voice, piece: Piece) -> str:
    return say.plain(DECISIONS[piece.decision])


def _row(say: Voice, fact: Portfolio, piece: Piece) -> Text:
    handed = When(piece.at, WhenStyle.DAY, fact.where.zone)
    return say("{project}, {day}", project=_linked(piece), day=handed)


def _portfolio_buttons(say: Voice, fact: Portfolio, page: int, pages: int) -> Iterator[Button]:
    bound: dict[str, Bound] = {"cohort": fact.where.cohort_id}
    if fact.is_open:
        yield hand_in_button(say.plain("Hand in a project"), fact.where.cohort_id)
    if fact.pieces:
        yield Says(say.plain("As a file"), "progress", {**bound, "view": "file"})
    for label, other in ((say.plain("Back"), page - 1), (say.plain("Further"), page + 1)):
        if 1 <= other <= pages:
            yield Says(label, "progress", {**bound, "view": "projects", "page": other})


def _piece_lines(say: Voice, piece: Piece) -> Iterator[str]:
    yield from ("", f"## {piece.title}", "", f"<{piece.link}>", "")
    day = say.long_day(piece.at.date())
    yield say.plain("Handed in {day}: {decision}.", day=day, decision=_decision(say, piece))
    if piece.note:
        yield from ("", *(f"> {line}" for line in piece.note.splitlines()))
    for given in piece.given:
        yield from ("", f"- {_words(given_text(say, given))}")


def given_text(say: Voice, given: Given) -> Text:
    """What a reviewer said, in a line."""
    yes, no = say.plain("yes"), say.plain("no")
    said = say(
        "{name}: works {works}, clear {clear}",
        name=Strong(given.reviewer),
        works=yes if given.works else no,
        clear=yes if given.clear else no,
    )
    if not given.suggestion:
        return said
    return say("{said}. {suggestion}", said=said, suggestion=given.suggestion)


def _words(text: Text) -> str:
    return "".join(span.text for span in text if isinstance(span, Plain | Strong))
