"""A roadmap's own words as spans: inline Markdown, names of units, lines of what there is to learn."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.domain.pacing import DayKind
from bot.interface.reply import Code, Link, Plain, Section, Span, Strong, Text
from bot.messages.voice import Voice, mark
from bot.services.lessons_content import Build, Heading, LearnLine, Lesson, Outlook

_INDENT = "\N{NO-BREAK SPACE}" * 3
_JOINT = " - "
_LONGEST_BRIEF = 120
_UNIT_NAMES: Mapping[str, str] = {
    "phase": mark("Phase {number}"),
    "week": mark("Week {number}"),
    "section": "{number}",
    "topic_area": "{number}",
}
_KINDS: Mapping[DayKind, str] = {
    DayKind.PROJECT: mark("Project: {about}"),
    DayKind.CAPSTONE: mark("Project: {about}"),
    DayKind.CATCH_UP: mark("Catching up: {about}"),
    DayKind.REVIEW: mark("Looking back: {about}"),
}


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "autolink", "entity"])


@lru_cache(maxsize=4096)
def spans_of(text: str) -> Text:
    """Inline Markdown as spans. What no span can show is left as it was written."""
    tokens = _markdown().parseInline(text)[0].children or []
    return tuple(_merged(_spans(tokens)))


def plain_of(text: str) -> str:
    """Inline Markdown without its marks, for titles."""
    return "".join(span.text for span in spans_of(text) if isinstance(span, Plain | Strong | Code | Link))


def heading_text(say: Voice, headings: Sequence[Heading]) -> str:
    """Where in the roadmap a day is: `Week 3 - Async programming`.

    Of nested units the innermost that has a number, and the innermost that has a title; the units that are
    single days go without their number, which the day of the cohort has.
    """
    inwards = tuple(reversed(headings))
    number = next((number for heading in inwards if (number := _number(say, heading))), "")
    title = next((plain_of(heading.title) for heading in inwards if heading.title), "")
    return _JOINT.join(part for part in (number, title) if part)


def day_title(say: Voice, number: int, study_days: int, headings: Sequence[Heading]) -> str:
    """`Day 12 of 63 - Week 3 - Async programming`."""
    day = say.plain("Day {number} of {total}", number=number, total=study_days)
    return _JOINT.join(part for part in (day, heading_text(say, headings)) if part)


def outlook_text(say: Voice, outlook: Outlook) -> str:
    """A study day in brief, on one line."""
    about = ", ".join(plain_of(text) for text in outlook.about) or heading_text(say, outlook.headings)
    if len(about) > _LONGEST_BRIEF:
        about = about[:_LONGEST_BRIEF].rsplit(" ", 1)[0] + "\N{HORIZONTAL ELLIPSIS}"
    name = _KINDS.get(outlook.kind)
    return say.plain(name, about=about) if name else about


def lesson_sections(say: Voice, lesson: Lesson) -> Iterator[Section]:
    """What there is to learn and to build, and what else to read."""
    if lesson.learn:
        yield Section(say.plain("Learn"), tuple(learn_line(say, line) for line in lesson.learn))
    for build in lesson.build:
        yield Section(_build_title(say, build), tuple(_build_lines(build)))
    if lesson.resources:
        yield Section(say.plain("Along the way"), tuple(_resource(*each) for each in lesson.resources))


def learn_line(say: Voice, line: LearnLine) -> Text:
    """One line of what there is to learn."""
    words: Text = (Link(plain_of(line.text), line.url),) if line.url else spans_of(line.text)
    if line.is_heading:
        words = (Strong(plain_of(line.text)),)
        words = say("{heading} (cont.)", heading=words) if line.continued else words
    if line.parts > 1:
        words = say("{topic} (part {part} of {parts})", topic=words, part=line.part, parts=line.parts)
    if line.note:
        words = (*words, Plain(_JOINT), *spans_of(line.note))
    return (Plain(_INDENT * line.depth), *words) if line.depth else words


def _number(say: Voice, heading: Heading) -> str:
    name = _UNIT_NAMES.get(heading.kind)
    return say.plain(name, number=heading.number) if name and heading.number else ""


def _build_title(say: Voice, build: Build) -> str:
    title = plain_of(build.title)
    if build.parts == 1:
        return say.plain("Project: {title}", title=title)
    return say.plain(
        "Project: {title}, part {part} of {parts}", title=title, part=build.part, parts=build.parts
    )


def _build_lines(build: Build) -> Iterator[Text]:
    if build.description:
        yield spans_of(build.description.replace("\n", " "))
    for requirement in build.requirements:
        yield spans_of(requirement)


def _resource(text: str, url: str) -> Text:
    return (Link(plain_of(text), url),) if url else spans_of(text)


def _spans(tokens: Sequence[Token]) -> Iterator[Span]:
    strong, url = 0, ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close" if token.markup == "**":
                strong += token.nesting
            case "strong_open" | "strong_close" | "em_open" | "em_close":
                yield Plain(token.markup)  # `__init__` and 2*3*4 are no emphasis here
            case "link_open":
                url = str(token.attrs.get("href", ""))
            case "link_close":
                url = ""
            case "code_inline":
                yield Code(token.content)
            case "text" | "softbreak" | "hardbreak" | "text_special" if token.content or token.type != "text":
                yield _span(token.content or " ", url, strong=strong > 0)
            case _:
                continue


def _span(text: str, url: str, *, strong: bool) -> Span:
    if url.startswith(("http://", "https://")):
        return Link(text, url)
    return Strong(text) if strong else Plain(text)


def _merged(spans: Iterator[Span]) -> Iterator[Span]:
    held: Plain | None = None
    for span in spans:
        if isinstance(span, Plain):
            held = span if held is None else Plain(held.text + span.text)
            continue
        if held is not None:
            yield held
        held = None
        yield span
    if held is not None:
        yield held
