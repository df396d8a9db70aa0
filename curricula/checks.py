"""What must hold between the parts of a roadmap file: unique ids and numbers, references that lead somewhere.

The checks look at the raw data, so that an author sees these problems together with those of the schema.
"""

from collections.abc import Callable, Iterable, Iterator

from curricula.places import Place, everything, items, units
from curricula.problems import Finding
from curricula.tree import Location, Mapping, mark_of, path_of, plain
from curricula.validation import nearest

MAX_ITEMS = 4_000
Fault = tuple[Location, str, str]


def checked(document: Mapping) -> tuple[Finding, ...]:
    """Everything that does not hold between the parts of the document."""
    root = _root(document)
    faults = (fault for check in _CHECKS for fault in check(root))
    return tuple(
        Finding(mark_of(document, location), message, suggestion, path_of(location))
        for location, message, suggestion in faults
    )


def too_large(document: Mapping) -> tuple[Finding, ...]:
    """A finding if there are more items than a cohort could ever study."""
    count = len(items(_root(document)))
    if count <= MAX_ITEMS:
        return ()
    return (Finding(document.mark, f"has {count:,} items", f"a roadmap has {MAX_ITEMS:,} at most"),)


def _root(document: Mapping) -> Place:
    data = plain(document)
    return Place((), data if isinstance(data, dict) else {})


def _repeated(places: Iterable[tuple[Location, object]], what: str, hint: str) -> Iterator[Fault]:
    """A fault for every value that an earlier place has already."""
    seen: dict[object, Location] = {}
    for location, value in places:
        if value in seen:
            yield location, f"{what} {value} is already used by {path_of(seen[value][:-1])}", hint
        seen.setdefault(value, location)


def _unique_ids(root: Place) -> Iterator[Fault]:
    nodes = ((place.location, place.text("id")) for place in everything(root) if place.location)
    ids = (((*location, "id"), name) for location, name in nodes if name is not None)
    return _repeated(ids, "the id", "every id is there once; progress is remembered by it")


def _unique_lines(root: Place) -> Iterator[Fault]:
    lines = (line for place in everything(root) for line in place.values("lines") if isinstance(line[1], int))
    return _repeated(lines, "the source line", "a line belongs to one part only")


def _unique_numbers(root: Place) -> Iterator[Fault]:
    for parent in (root, *units(root)):
        numbered: dict[str, list[tuple[Location, object]]] = {}
        for unit in parent.members("units" if parent is root else "children"):
            value = unit.data.get("number")
            if isinstance(value, (int, str)):
                numbered.setdefault(unit.text("kind") or "", []).append(
                    ((*unit.location, "number"), str(value))
                )
        for kind, places in numbered.items():
            yield from _repeated(places, f"the {kind} number", "number each of them once")


def _unique_day_numbers(root: Place) -> Iterator[Fault]:
    timings = (unit.part("timing") for unit in units(root))
    days = (
        ((*place.location, "n"), place.number("n")) for place in timings if place.text("kind") == "day_number"
    )
    return _repeated(
        [day for day in days if day[1] is not None], "the study day", "a study day is one unit's"
    )


def _unique_project_numbers(root: Place) -> Iterator[Fault]:
    for owner in (root, *units(root)):
        projects = owner.members("projects")
        numbers = [((*project.location, "number"), project.number("number")) for project in projects]
        yield from _repeated(
            [place for place in numbers if place[1]], "the project number", "number each once"
        )


def _ids(places: Iterable[Place]) -> set[str]:
    return {name for place in places if (name := place.text("id")) is not None}


def _unknown(places: Iterable[tuple[Location, object]], what: str, known: set[str]) -> Iterator[Fault]:
    for location, name in places:
        if isinstance(name, str) and name not in known:
            yield location, f"there is no {what} `{name}`", nearest(name, known)


def _references(root: Place) -> Iterator[Fault]:
    projects, sections = root.members("projects"), root.members("sections")
    unit_ids, group_ids = _ids(units(root)), _ids(root.members("project_groups"))
    entries = [entry for section in sections for entry in section.members("entries")]
    yield from _unknown(_values(projects, "after_unit"), "unit", unit_ids)
    yield from _unknown(_values(projects, "group"), "project group", group_ids)
    yield from _unknown(_values(entries, "refers_to"), "unit or section", unit_ids | _ids(sections))
    yield from _unknown(root.part("completion").values("units_required"), "unit", unit_ids)


def _values(places: Iterable[Place], key: str) -> list[tuple[Location, object]]:
    return [((*place.location, key), place.data.get(key)) for place in places]


def _roles(root: Place) -> Iterator[Fault]:
    for item in items(root):
        children = item.members("children")
        if item.text("role") == "group" and not children:
            yield item.location, "a group has no children", "give it `children:` or make it a topic"
        if item.text("role") == "filler" and children:
            yield item.location, "a filler has children", "make it a group"


def _completion(root: Place) -> Iterator[Fault]:
    completion = root.part("completion")
    least, total = completion.number("projects_at_least"), completion.number("projects_total")
    count = sum(len(owner.members("projects")) for owner in (root, *units(root)))
    where = completion.location
    if least is not None and least > (count if total is None else total):
        yield (*where, "projects_at_least"), "asks for more projects than there are", f"there are {count}"
    if total is not None and total != count:
        yield (*where, "projects_total"), f"says {total} projects", f"there are {count} in this file"


def _something_to_study(root: Place) -> Iterator[Fault]:
    if (
        root.members("units")
        and not items(root)
        and not any(unit.members("projects") for unit in units(root))
    ):
        yield ("units",), "has nothing to study", "give at least one unit `items:` or `projects:`"


_CHECKS: tuple[Callable[[Place], Iterator[Fault]], ...] = (
    _unique_ids,
    _unique_lines,
    _unique_numbers,
    _unique_day_numbers,
    _unique_project_numbers,
    _references,
    _roles,
    _completion,
    _something_to_study,
)
