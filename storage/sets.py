"""PostgreSQL's way to do a statement for many rows at once: they come as columns, in one array each.

That costs one message and one look at the plan, where row by row it costs both for each.
"""

import re
from typing import NamedTuple

_PARAMETER = re.compile(r"\$(\d+)::([A-Z]+)")
_INSERT = re.compile(r"(INSERT INTO \w+ \([^)]*\)) VALUES \([^()]*\)( RETURNING .*)?")
_UPDATE = re.compile(r"(UPDATE \w+ SET .*?) (WHERE .*)", re.DOTALL)


class SetBased(NamedTuple):
    """The statement, its parameters arrays. Of rows that agree from place `key` on only the last counts."""

    text: str
    key: int | None = None


def set_based(text: str, count: int, *, returns_rows: bool) -> SetBased | None:
    """The same for many rows as `text` does for one with `count` parameters; None where that is not known."""
    types = dict(_PARAMETER.findall(text))
    if not types or list(types) != [str(place) for place in range(1, count + 1)]:
        return None
    arrays = ", ".join(f"${place}::{kind}[]" for place, kind in types.items())
    names = ", ".join(f"p{place}" for place in types)
    given = _PARAMETER.sub(r"k.p\1", text)
    if text.startswith("SELECT"):
        # A statement that is ordered once more would lose its own order.
        order = "" if "ORDER BY" in text else " ORDER BY k.n"
        rows = f"unnest({arrays}) WITH ORDINALITY AS k({names}, n)"
        return SetBased(f"SELECT q.* FROM {rows} CROSS JOIN LATERAL ({given}) AS q{order}")  # noqa: S608 - SQLAlchemy's text
    if returns_rows:
        return None
    if added := _INSERT.fullmatch(text):
        return SetBased(f"{added[1]} SELECT * FROM unnest({arrays})")  # noqa: S608 - as above
    if changed := _UPDATE.fullmatch(given):
        key = len(set(re.findall(r"k\.p\d+", changed[1])))
        return SetBased(f"{changed[1]} FROM unnest({arrays}) AS k({names}) {changed[2]}", key)
    return None
