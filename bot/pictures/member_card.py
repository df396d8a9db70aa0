"""One member's progress as a picture: the figures, a calendar of their study days, and the pace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.pictures.canvas import Canvas
from bot.pictures.cells import Cell, pixels, shape
from bot.pictures.sheet import (
    FOOT,
    KEY_SIDE,
    ROOM,
    WIDTH,
    Figure,
    Key,
    Names,
    calendar_height,
    draw_calendar,
    draw_figures,
    draw_foot,
    draw_head,
)
from bot.pictures.weeks import weeks_between

_TOP = 270


@dataclass(frozen=True, slots=True)
class MemberCard:
    """What stands on the card, in words. Days between the first and the last without a cell ask nothing."""

    title: str
    subtitle: str
    figures: tuple[Figure, ...]
    cells: Mapping[date, Cell]
    key: Mapping[Cell, str]
    names: Names
    foot: str
    foot_more: str = ""


def draw_member_card(card: MemberCard) -> bytes:
    """The card as a PNG."""
    weeks = weeks_between(min(card.cells), max(card.cells), ROOM)
    keys = [Key(shape(cell, KEY_SIDE), label) for cell, label in card.key.items()]
    foot = _TOP + calendar_height(weeks, keys)
    canvas = Canvas(WIDTH, foot + FOOT)
    draw_head(canvas, card.title, card.subtitle)
    draw_figures(canvas, 146, card.figures)
    draw_calendar(
        canvas, _TOP, weeks, lambda day: pixels(card.cells.get(day, Cell.OFF), weeks.side), card.names, keys
    )
    draw_foot(canvas, foot, card.foot, card.foot_more)
    return canvas.png()
