"""Lines of HTML -> texts that Telegram takes: 4,096 units of UTF-16, 1,024 in a caption, 100 entities."""

from collections.abc import Iterable, Iterator

from bot.platforms.telegram.markup import units

MOST_TEXT = 4_096
MOST_CAPTION = 1_024
_MOST_ENTITIES = 100  # Telegram shows no more of them than that


def pages(lines: Iterable[str]) -> Iterator[str]:
    """As few texts as will do, which end between lines."""
    page, size, entities = list[str](), 0, 0
    for line in lines:
        length, marks = units(line) + 1, line.count("</")
        if page and (size + length > MOST_TEXT or entities + marks > _MOST_ENTITIES):
            yield _text(page)
            page, size, entities = [], 0, 0
        page.append(line)
        size, entities = size + length, entities + marks
    if page:
        yield _text(page)


def fits_caption(text: str) -> bool:
    """Whether it may stand under a picture or a file."""
    return units(text) <= MOST_CAPTION and text.count("</") <= _MOST_ENTITIES


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).strip()
