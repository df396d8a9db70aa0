"""The progress card of 365 days against the same calendar by matplotlib, where that is installed.

Drawn cold (the first of a process, its fonts included) and warm; and how late the event loop is while cards
are drawn beside it, and while none are.
"""

import asyncio
import time as stopwatch
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from statistics import median, quantiles
from typing import Any

from bot.pictures.member_card import draw_member_card
from bot.pictures.studio import Studio
from tests.pictures.sample_cards import member_card

DAYS = 365
_ROUNDS = 30
_TICK = 0.001
_PER_INCH = 100


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of CPU, and bytes."""

    cold: float
    warm: float
    size: int


def ours() -> Cost:
    """The card that people get."""
    card = member_card("Ana Sommer", DAYS)
    return _cost(lambda: draw_member_card(card))


def theirs() -> Cost | None:
    """The same by matplotlib, its import left out; None where it is not installed."""
    if find_spec("matplotlib") is None:
        return None
    from matplotlib.figure import Figure  # noqa: PLC0415 - it is no requirement

    return _cost(lambda: _plotted(Figure))


def lateness() -> tuple[float, float]:
    """The 99th percentile of the milliseconds that the loop wakes late: beside cards, and beside nothing."""
    return asyncio.run(_lateness())


def _cost(draw: Callable[[], bytes]) -> Cost:
    cold, png = _timed(draw)
    return Cost(cold, median(_timed(draw)[0] for _ in range(_ROUNDS)), len(png))


def _timed(draw: Callable[[], bytes]) -> tuple[float, bytes]:
    begun = stopwatch.process_time()
    png = draw()
    return (stopwatch.process_time() - begun) * 1000, png


async def _lateness() -> tuple[float, float]:
    studio, card = Studio(), member_card("Ana Sommer", DAYS)
    await studio.drawn(lambda: draw_member_card(card))
    beside = await _late_beside(_many(studio, lambda: draw_member_card(card)))
    return beside, await _late_beside(asyncio.sleep(1))


async def _late_beside(work: Coroutine[Any, Any, None]) -> float:
    task = asyncio.create_task(work)
    late: list[float] = []
    while not task.done():
        begun = stopwatch.perf_counter()
        await asyncio.sleep(_TICK)
        late.append((stopwatch.perf_counter() - begun - _TICK) * 1000)
    return quantiles(late, n=100)[98]


async def _many(studio: Studio, draw: Callable[[], bytes]) -> None:
    for _ in range(_ROUNDS * 5):
        await studio.drawn(draw)


def _plotted(figure_of: type) -> bytes:
    """As somebody would plot it: title, figures, a scatter of squares for each kind of day, a legend."""
    card = member_card("Ana Sommer", DAYS)
    figure = figure_of(figsize=(9.6, 7.1), dpi=_PER_INCH)
    axes = figure.subplots()
    monday = min(card.cells)
    for cell in card.key:
        days = [divmod((day - monday).days, 7) for day, each in card.cells.items() if each is cell]
        axes.scatter([x for x, _ in days], [-y for _, y in days], s=60, marker="s", label=card.key[cell])
    for (year, month), name in card.names.months.items():
        axes.text((year - 2027) * 52 + month * 4.35 - 4, 1, name)
    axes.set_yticks([0, -2, -4], labels=["Mon", "Wed", "Fri"])
    axes.set_title(card.title)
    for place, each in enumerate(card.figures):
        figure.text(0.1 + place * 0.17, 0.9, each.value, size=20)
        figure.text(0.1 + place * 0.17, 0.87, each.label)
    figure.text(0.1, 0.03, card.foot)
    axes.legend(ncols=5, loc="lower center")
    stream = BytesIO()
    figure.savefig(stream, format="png")
    return stream.getvalue()
