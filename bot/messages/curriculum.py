"""The roadmaps there are, and what is in one."""

from collections.abc import Iterator, Sequence

from babel import Locale

from bot.domain.pacing import Pace
from bot.interface.reply import (
    Board,
    Button,
    Card,
    Emphasis,
    Fact,
    Plain,
    Reply,
    Row,
    Says,
    Section,
    Strong,
    Text,
)
from bot.messages.lesson_text import heading_text, plain_of
from bot.messages.voice import Voice
from bot.services.curricula import CurriculumLine, CurriculumShown
from bot.services.lessons_content import Heading
from curricula.schema import Unit
from curricula.summary import Summary

_A_PAGE = 10
_SHOWN_UNITS = 40


def listed(say: Voice, lines: Sequence[CurriculumLine], page: int) -> Reply:
    """A page of all roadmaps, with a button to look into each."""
    pages = max(1, -(-len(lines) // _A_PAGE))
    page = max(1, min(page, pages))
    here = lines[(page - 1) * _A_PAGE : page * _A_PAGE]
    board = Board(
        title=say.plain("Roadmaps"),
        rows=tuple(_row(say, line) for line in here),
        page=page,
        pages=pages,
        note=say("{create} starts a cohort on one of them.", create=Strong("/cohort create")),
    )
    looks = tuple(Says(line.slug, "curriculum show", {"curriculum": line.slug}) for line in here)
    return Reply(blocks=(board,), buttons=(*looks, *_turns(say, page, pages)))


def shown(say: Voice, fact: CurriculumShown) -> Reply:
    """What is in a roadmap, and how long it takes at each pace."""
    units = [_unit(say, unit) for unit in fact.curriculum.units[:_SHOWN_UNITS]]
    card = Card(
        title=plain_of(fact.curriculum.title),
        lead=(Plain(fact.slug),),
        facts=tuple(_facts(say, fact)),
        sections=(Section(say.plain("What is in it"), tuple(units)),),
    )
    create = Says(
        say.plain("Start a cohort on it"),
        "cohort create",
        {"curriculum": fact.slug},
        ask=("name", "start", "time", "zone", "days"),
        emphasis=Emphasis.PRIMARY,
    )
    return Reply(blocks=(card,), buttons=(create,))


def _row(say: Voice, line: CurriculumLine) -> Row:
    text = say(
        "{title} - {size}, {language}",
        title=Strong(plain_of(line.title)),
        size=_size(say, line.summary),
        language=_language(say, line.language),
    )
    return Row(say.plain("own") if line.own else "", text)


def _size(say: Voice, summary: Summary) -> Text:
    topics = sum(count for role, count in summary.items.items() if role in {"topic", "task"})
    if not summary.projects:
        return say.many("{count} topic", "{count} topics", topics)
    projects = say.many("{count} project", "{count} projects", summary.projects)
    return say.many("{count} topic, {projects}", "{count} topics, {projects}", topics, projects=projects)


def _facts(say: Voice, fact: CurriculumShown) -> Iterator[Fact]:
    yield Fact(say.plain("Size"), _size(say, fact.summary))
    yield Fact(say.plain("Language"), (Plain(_language(say, fact.curriculum.language)),))
    days = fact.study_days
    if len(set(days.values())) == 1:
        text = say.many("{count} study day", "{count} study days", days[Pace.MID])
    else:
        text = say(
            "{fast} study days when fast, {middle} in the middle, {slow} when slow",
            fast=days[Pace.MIN],
            middle=days[Pace.MID],
            slow=days[Pace.MAX],
        )
    yield Fact(say.plain("Monday to Friday"), text)


def _unit(say: Voice, unit: Unit) -> Text:
    heading = Heading(unit.kind, unit.number or "", unit.title or "")
    return (Plain(heading_text(say, (heading,))),)


def _language(say: Voice, tag: str) -> str:
    name = Locale.parse(tag, sep="-").get_display_name(Locale.parse(say.language, sep="-"))
    return name or tag


def _turns(say: Voice, page: int, pages: int) -> tuple[Button, ...]:
    turns = ((say.plain("Page before"), page - 1), (say.plain("Page after"), page + 1))
    return tuple(Says(label, "curriculum list", {"page": to}) for label, to in turns if 1 <= to <= pages)
