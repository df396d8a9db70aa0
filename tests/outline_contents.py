"""What there is to study in an outline, for the tests that look for it in a timetable."""

from collections.abc import Iterator

from bot.domain.outline import Item, Outline, units_of


def schedulable_items(outline: Outline) -> tuple[str, ...]:
    """The ids of everything that is new on exactly one study day, in the author's order."""
    return tuple(
        item.id for unit in units_of(outline.units) for item in items_of(unit.items) if item.is_schedulable
    )


def projects_of(outline: Outline) -> tuple[str, ...]:
    """The ids of all projects, those inside units first."""
    inside = [project.id for unit in units_of(outline.units) for project in unit.projects]
    return (*inside, *(project.id for project in outline.projects))


def items_of(items: tuple[Item, ...]) -> Iterator[Item]:
    """Every item in the author's order, parents before their children."""
    for item in items:
        yield item
        yield from items_of(item.children)
