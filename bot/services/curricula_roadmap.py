"""A curriculum made ready for use: its outline for pacing, and every part findable by its id."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.outline import Outline
from bot.services.outlines import outline_of
from curricula.schema import Curriculum, Item, Project
from curricula.walk import Stop, projects, stops, with_children


@dataclass(frozen=True, slots=True)
class Roadmap:
    """One stored version of a curriculum. It never changes, so one instance serves everybody."""

    version_id: int
    curriculum: Curriculum
    outline: Outline
    items: Mapping[str, Item]
    units: Mapping[str, Stop]
    projects: Mapping[str, Project]


def roadmap_of(version_id: int, curriculum: Curriculum) -> Roadmap:
    """The curriculum with its parts by id."""
    units = {stop.unit.id: stop for stop in stops(curriculum)}
    return Roadmap(
        version_id,
        curriculum,
        outline_of(curriculum),
        {item.id: item for stop in units.values() for item in with_children(stop.unit.items)},
        units,
        {project.id: project for project in projects(curriculum)},
    )
