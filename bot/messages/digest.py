"""The weekly digest for everybody, and the summary for a cohort's admin. No public text names who missed."""

from collections.abc import Iterator, Sequence

from bot.interface.reply import Card, Fact, Plain, Reply, Says, Section, Strong, Text
from bot.messages.cohort_report import risk_line
from bot.messages.lesson_text import heading_text, plain_of
from bot.messages.voice import Voice
from bot.services.at_risk import AtRisk
from bot.services.digests import Digest, Summary

_SHOWN = 12


def digest(say: Voice, fact: Digest) -> Reply:
    """A week of a cohort, in public."""
    card = Card(
        title=say.plain(
            "{cohort}: the week of {first} to {last}",
            cohort=fact.cohort,
            first=say.day(fact.first),
            last=say.day(fact.last),
        ),
        lead=say(
            "{done} of {possible} check-ins this week. Every one of them was somebody's step.",
            done=Strong(str(fact.done)),
            possible=fact.possible,
        ),
        facts=tuple(_facts(say, fact)),
        sections=tuple(_sections(say, fact)),
        closing=say("Whoever wants to begin again can do so with the next topic: nothing has to be made up."),
    )
    return Reply(blocks=(card,), whisper=False)


def summary(say: Voice, fact: Summary) -> Reply:
    """Who may need a kind word, with the words to begin from."""
    names = ", ".join(each.name for each in fact.at_risk[:_SHOWN])
    card = Card(
        title=say.plain("{cohort}: who may need a kind word", cohort=fact.cohort),
        lead=say("Only you see this."),
        sections=(
            Section("", tuple(risk_line(say, each) for each in fact.at_risk[:_SHOWN])),
            Section(say.plain("A note to begin from"), (_draft(say, fact, fact.at_risk[0]),), bulleted=False),
        ),
        closing=say(
            "For {names}. {command} turns this summary off.", names=names, command=Strong("/cohort edit")
        ),
    )
    status = Says(say.plain("All figures"), "cohort status", {"cohort": fact.cohort_id})
    return Reply(blocks=(card,), buttons=(status,))


def _draft(say: Voice, fact: Summary, whom: AtRisk) -> Text:
    return say(
        "Hi {name}, how is it going with {cohort}? If life is full just now, that is fine: one small step "
        "counts, and you can start again any day. Is there anything I can help with?",
        name=whom.name,
        cohort=fact.cohort,
    )


def _facts(say: Voice, fact: Digest) -> Iterator[Fact]:
    if fact.team:
        run = say.many("{count} day in a row", "{count} days in a row", fact.team)
        yield Fact(say.plain("The team's streak"), run)
    if fact.steady:
        yield Fact(say.plain("Every day this week"), _names(say, fact.steady))
    if fact.back:
        yield Fact(say.plain("Welcome back"), _names(say, fact.back))


def _sections(say: Voice, fact: Digest) -> Iterator[Section]:
    if fact.milestones:
        lines = tuple(
            say.many(
                "{count} study day done: {names}",
                "{count} study days done: {names}",
                mark,
                names=_names(say, names),
            )
            for mark, names in fact.milestones
        )
        yield Section(say.plain("Milestones"), lines)
    coming: list[Text] = []
    if fact.ahead:
        coming.append((Plain(heading_text(say, fact.ahead)),))
    coming += [say("Project to finish: {title}", title=Strong(plain_of(title))) for title in fact.due]
    if coming:
        yield Section(say.plain("Next week"), tuple(coming))


def _names(say: Voice, names: Sequence[str]) -> Text:
    shown = ", ".join(names[:_SHOWN])
    left = len(names) - _SHOWN
    if left <= 0:
        return (Plain(shown),)
    return say.many("{names} and {count} more", "{names} and {count} more", left, names=shown)
