"""Ways through a curriculum: its units in order, their items, its projects, and every part of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from curricula.schema import Curriculum, Item, Project, StandaloneProject, Unit


@dataclass(frozen=True, slots=True)
class Stop:
    """A unit on the way through a curriculum, with the units around it."""

    unit: Unit
    parents: tuple[Unit, ...]
    """The units around it, the outermost first."""

    @property
    def path(self) -> tuple[Unit, ...]:
        """The unit with its parents, the outermost first."""
        return (*self.parents, self.unit)


def stops(curriculum: Curriculum) -> Iterator[Stop]:
    """Every unit in the order of study; a unit comes before the units inside it."""
    for unit in curriculum.units:
        yield from _stops(unit, ())


def _stops(unit: Unit, parents: tuple[Unit, ...]) -> Iterator[Stop]:
    yield Stop(unit, parents)
    for child in unit.children:
        yield from _stops(child, (*parents, unit))


def with_children(items: Iterable[Item]) -> Iterator[Item]:
    """Every item, a parent before its children, whatever their roles."""
    for item in items:
        yield item
        yield from with_children(item.children)


def projects(curriculum: Curriculum) -> Iterator[Project]:
    """Every project in the order in which it is due; a unit's come after those of the units inside it."""
    for unit in curriculum.units:
        yield from _projects(curriculum, unit)
    yield from projects_after(curriculum, None)


def _projects(curriculum: Curriculum, unit: Unit) -> Iterator[Project]:
    for child in unit.children:
        yield from _projects(curriculum, child)
    yield from unit.projects
    yield from projects_after(curriculum, unit.id)


def projects_after(curriculum: Curriculum, unit_id: str | None) -> tuple[StandaloneProject, ...]:
    """The projects that stand apart and are due after a unit; for None those that are due at the end."""
    return tuple(project for project in curriculum.projects if project.after_unit == unit_id)


def parts(part: BaseModel) -> Iterator[BaseModel]:
    """A curriculum or a part of it, and everything inside it."""
    yield part
    for name in type(part).model_fields:
        value = getattr(part, name)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, BaseModel):
                yield from parts(inner)
