"""The facts of a curriculum at a glance, for `roadmate curriculum check` and for lists."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from curricula.schema import Curriculum
from curricula.walk import parts, projects, stops, with_children


@dataclass(frozen=True, slots=True)
class Summary:
    """How much there is of everything in a curriculum."""

    units: Mapping[str, int]
    """Units by kind, in the order in which the kinds appear."""
    items: Mapping[str, int]
    """Items of the units by role; those of the bonus are not counted here."""
    projects: int
    requirements: int
    resources: int
    bonus: int
    links: int
    """Links anywhere in the file."""
    distinct_links: int
    timing: Mapping[str, int]
    """Units by kind of timing."""


def summary(curriculum: Curriculum) -> Summary:
    """Counts the parts of a curriculum."""
    units = [stop.unit for stop in stops(curriculum)]
    items = [item for unit in units for item in with_children(unit.items)]
    built = list(projects(curriculum))
    links = [url for part in parts(curriculum) if (url := getattr(part, "url", None))]
    return Summary(
        units=Counter(unit.kind for unit in units),
        items=Counter(item.role for item in items),
        projects=len(built),
        requirements=sum(len(project.requirements) for project in built),
        resources=sum(len(unit.resources) for unit in units),
        bonus=len(list(with_children(curriculum.bonus.items))) if curriculum.bonus else 0,
        links=len(links),
        distinct_links=len(set(links)),
        timing=Counter(unit.timing.kind for unit in units),
    )
