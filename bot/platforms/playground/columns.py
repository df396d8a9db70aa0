"""Text in the columns of a terminal: how wide it is, and how it is folded."""

import re
import textwrap
import unicodedata


def width_of(text: str) -> int:
    """Columns that the text takes in a terminal."""
    return sum(_columns(character) for character in text)


def folded(line: str, width: int, indent: str = "") -> list[str]:
    """The line in lines of at most `width` columns, indented from the second on; words stay whole."""
    whole = textwrap.wrap(
        line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return whole or [""]


def sentences(line: str, width: int) -> str:
    """As many whole sentences from the beginning of a line as fit, at least one."""
    parts = re.split(r"(?<=[.!?]) ", line)
    kept = parts[0]
    for part in parts[1:]:
        if width_of(f"{kept} {part}") > width:
            break
        kept = f"{kept} {part}"
    return kept


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
