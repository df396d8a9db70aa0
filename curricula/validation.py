"""Checks a roadmap's data against the schema and says what is wrong in words that help its author."""

import json
import re
from collections.abc import Callable, Iterable

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from curricula.problems import Finding
from curricula.schema import Curriculum
from curricula.shape import described, model_at, name_of
from curricula.tree import Listing, Location, Mapping, Node, Scalar, Step, mark_of, path_of, plain

# Below this similarity (0-100) a suggestion would rather confuse than help.
_SIMILAR = 60


def nearest(word: object, choices: Iterable[str]) -> str:
    """A suggestion in favour of the choice most like `word`, or else all of them."""
    known = sorted(choices)
    match = process.extractOne(str(word), known, scorer=fuzz.ratio, score_cutoff=_SIMILAR)
    return f"did you mean `{match[0]}`?" if match else "one of: " + ", ".join(known) if known else ""


def validated(document: Mapping) -> Curriculum | tuple[Finding, ...]:
    """The curriculum in a document, or everything in it that does not fit the schema."""
    try:
        # Through JSON, because only there pydantic's strict mode takes lists for tuples while "3" stays text.
        return Curriculum.model_validate_json(json.dumps(plain(document)), strict=True)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        return tuple(_finding(document, details) for details in errors if not _is_consequence(details))


def _is_consequence(details: ErrorDetails) -> bool:
    """Whether a list is called too short only because pydantic has set aside its wrong members."""
    return details["type"] == "too_short" and bool(details["input"])


def _finding(document: Mapping, details: ErrorDetails) -> Finding:
    location = _in_document(document, details["loc"])
    message, suggestion = _explain(details)
    mark = mark_of(document, location, key=details["type"] == "extra_forbidden")
    return Finding(mark, message, suggestion, path_of(location))


def _in_document(document: Mapping, location: Iterable[Step]) -> Location:
    """The location without the steps that pydantic adds for the chosen kind of a union."""
    steps: list[Step] = []
    node: Node | None = document
    for step in location:
        kind = node.values.get("kind") if isinstance(node, Mapping) else None
        if (
            isinstance(kind, Scalar)
            and kind.value == step
            and isinstance(node, Mapping)
            and step not in node.values
        ):
            continue
        steps.append(step)
        node = _child(node, step)
    return tuple(steps)


def _child(node: Node | None, step: Step) -> Node | None:
    if isinstance(node, Mapping):
        return node.values.get(str(step))
    if isinstance(node, Listing) and isinstance(step, int):
        return node.entries[step]
    return None


def _explain(details: ErrorDetails) -> tuple[str, str]:
    """The message and the suggestion for one of pydantic's errors."""
    key = str(details["loc"][-1]) if details["loc"] else ""
    words = _WORDS.get(details["type"])
    if words is None:
        return _wrong_value(details), described(details["loc"])
    return words(key, details)


def _missing(key: str, details: ErrorDetails) -> tuple[str, str]:
    return f"the key `{key}` is missing", described(details["loc"])


def _unknown_key(key: str, details: ErrorDetails) -> tuple[str, str]:
    model = model_at(details["loc"][:-1])
    owner = f" of {name_of(model)}" if model else ""
    return f"`{key}` is no key{owner}", nearest(key, model.model_fields if model else ())


def _wrong_choice(_key: str, details: ErrorDetails) -> tuple[str, str]:
    found = re.findall(r"'([^']+)'|\b(\d+)\b", details["ctx"]["expected"])
    choices, value = list(map("".join, found)), details["input"]
    hint = f"write {value} without quotes" if value in choices else nearest(value, choices)
    return f"{_shown(value)} is not allowed here", hint


def _wrong_kind(_key: str, details: ErrorDetails) -> tuple[str, str]:
    context = details["ctx"]
    return f"`{context['tag']}` is not a kind that exists here", nearest(
        context["tag"], _quoted(context["expected_tags"])
    )


def _no_kind(_key: str, details: ErrorDetails) -> tuple[str, str]:
    model = _quoted(str(details.get("ctx", {}).get("discriminator", "'kind'")))
    return f"the key `{model[0]}` is missing", described(details["loc"])


def _quoted(text: str) -> list[str]:
    return re.findall(r"'([^']+)'", text)


def _own(_key: str, details: ErrorDetails) -> tuple[str, str]:
    return str(details["ctx"]["error"]), described(details["loc"])


_WORDS: dict[str, Callable[[str, ErrorDetails], tuple[str, str]]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "literal_error": _wrong_choice,
    "union_tag_invalid": _wrong_kind,
    "union_tag_not_found": _no_kind,
    "value_error": _own,
}
_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
    "dict_type": "keys and values",
}
_BOUNDS = {
    "greater_than": "must be greater than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "string_too_short": "must not be empty",
    "string_too_long": "is longer than {max_length} characters",
    "string_pattern_mismatch": "{shown} has the wrong form",
    "too_short": "must not be empty",
}


def _wrong_value(details: ErrorDetails) -> str:
    shown = _shown(details["input"])
    if expected := _TYPES.get(details["type"]):
        return f"must be {expected}, not {shown}"
    if bound := _BOUNDS.get(details["type"]):
        return bound.format(shown=shown, **details.get("ctx", {}))
    return details["msg"]


def _shown(value: object) -> str:
    """A value as its author would recognise it, cut short."""
    match value:
        case None:
            return "nothing"
        case list():
            return "a list"
        case dict():
            return "keys and values"
        case bool():
            return f"`{value}`".lower()
        case _:
            return f"`{str(value)[:60]}`"
