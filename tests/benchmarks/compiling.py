"""Compiling the longest bundled roadmap to dates, and loading it: from YAML, from the cache, from memory."""

import asyncio
import tempfile
import time as stopwatch
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from bot.domain.pacing import Pacing, StudyCalendar, relay, timetable
from bot.services.curricula_roadmap import roadmap_of
from bot.services.outlines import outline_of
from curricula import shelf
from tests.study_world import study_world

SLUG = "py-backend-senior-es"
CALENDAR = StudyCalendar(date(2027, 1, 4), frozenset(range(5)))
ROUNDS = 7


def _milliseconds(work: Callable[[], object]) -> float:
    """The median of some rounds."""
    spent = []
    for _ in range(ROUNDS):
        before = stopwatch.perf_counter()
        work()
        spent.append(stopwatch.perf_counter() - before)
    return median(spent) * 1e3


def compiling() -> dict[str, float]:
    """Milliseconds of each stage."""
    outline = outline_of(shelf.open(SLUG))
    compiled = timetable(outline, Pacing(), CALENDAR)
    half = compiled.days[: len(compiled.days) // 2]
    return {
        f"compile {len(compiled.days)} study days": _milliseconds(
            lambda: timetable(outline, Pacing(), CALENDAR)
        ),
        "compile again behind half of them": _milliseconds(lambda: relay(outline, Pacing(), CALENDAR, half)),
    }


def loading() -> dict[str, float]:
    """Milliseconds until the roadmap can be used."""
    with tempfile.TemporaryDirectory() as directory:
        cache = Path(directory)
        cold = _milliseconds(lambda: roadmap_of(1, shelf.open(SLUG)))
        shelf.open(SLUG, cache=cache)
        cached = _milliseconds(lambda: roadmap_of(1, shelf.open(SLUG, cache=cache)))
        memory = asyncio.run(_in_use(cache))
    return {"load, cold": cold, "load, cached": cached, "load, in use": memory}


async def _in_use(directory: Path) -> float:
    (directory / "world").mkdir()
    async with study_world(directory / "world") as world:
        chosen = await world.curricula.choose(await world.somebody(), SLUG)
        spent = []
        for _ in range(ROUNDS):
            before = stopwatch.perf_counter()
            await world.curricula.roadmap(chosen.version_id)
            spent.append(stopwatch.perf_counter() - before)
        return median(spent) * 1e3


def main() -> None:
    """Prints all figures and what the cache gains."""
    figures = compiling() | loading()
    print(f"{SLUG}; medians of {ROUNDS} rounds")  # noqa: T201 - a benchmark prints
    for name, spent in figures.items():
        print(f"{name:40}{spent:12.3f} ms")  # noqa: T201
    print(f"{'cold by cached':40}{figures['load, cold'] / figures['load, cached']:11.0f} x")  # noqa: T201


if __name__ == "__main__":
    main()
