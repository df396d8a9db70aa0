"""What an outline knows of itself."""

from outline_contents import items_of, projects_of, schedulable_items

from bot.domain.outline import (
    Item,
    Outline,
    Project,
    Role,
    Unit,
    units_of,
)

GROUP = Item("g", Role.GROUP, (Item("a"), Item("etc", Role.FILLER), Item("b", Role.TASK)))
OUTLINE = Outline(
    "o",
    (
        Unit(
            "phase",
            items=(Item("first", children=(Item("below"),)),),
            projects=(Project("p"),),
            children=(Unit("section", items=(GROUP,), projects=(Project("q"),)),),
        ),
        Unit("last"),
    ),
    (Project("apart", after_unit="last"),),
)


def test_units_come_in_the_authors_order_parents_first() -> None:
    assert [unit.id for unit in units_of(OUTLINE.units)] == ["phase", "section", "last"]


def test_items_come_in_the_authors_order_parents_first() -> None:
    assert [item.id for item in items_of((GROUP,))] == ["g", "a", "etc", "b"]


def test_topics_and_tasks_are_scheduled_groups_and_fillers_are_not() -> None:
    assert schedulable_items(OUTLINE) == ("first", "below", "a", "b")


def test_projects_inside_units_come_before_those_that_stand_apart() -> None:
    assert projects_of(OUTLINE) == ("p", "q", "apart")
