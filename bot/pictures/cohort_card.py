"""A cohort's weeks as a picture: how many of its members did each study day. It names nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.pictures.canvas import Canvas
from bot.pictures.cells import Cell, level, level_pixels, pixels, shape
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
_TENTHS = 10


@dataclass(frozen=True, slots=True)
class CohortCard:
    """What stands on the card, in words.

    `shares` says of each study day, done of possible, from 0 to 1; None for one that is still to come. `key`
    are the words for nobody, half of the members, all of them, and days to come.
    """

    title: str
    subtitle: str
    figures: tuple[Figure, ...]
    shares: Mapping[date, float | None]
    key: tuple[str, str, str, str]
    names: Names
    foot: str
    foot_more: str = ""


def draw_cohort_card(card: CohortCard) -> bytes:
    """The card as a PNG."""
    weeks = weeks_between(min(card.shares), max(card.shares), ROOM)
    shapes = (level(0, KEY_SIDE), level(5, KEY_SIDE), level(10, KEY_SIDE), shape(Cell.FUTURE, KEY_SIDE))
    keys = [Key(drawn, label) for drawn, label in zip(shapes, card.key, strict=True)]
    foot = _TOP + calendar_height(weeks, keys)
    canvas = Canvas(WIDTH, foot + FOOT)
    draw_head(canvas, card.title, card.subtitle)
    draw_figures(canvas, 146, card.figures)
    draw_calendar(canvas, _TOP, weeks, lambda day: _pixels(card, day, weeks.side), card.names, keys)
    draw_foot(canvas, foot, card.foot, card.foot_more)
    return canvas.png()


def _pixels(card: CohortCard, day: date, side: int) -> bytes:
    if day not in card.shares:
        return pixels(Cell.OFF, side)
    share = card.shares[day]
    return pixels(Cell.FUTURE, side) if share is None else level_pixels(_tenths(share), side)


def _tenths(share: float) -> int:
    """Rounded, but empty and full are for nobody and everybody."""
    return int(share) * _TENTHS if share in {0.0, 1.0} else min(_TENTHS - 1, max(1, round(share * _TENTHS)))
