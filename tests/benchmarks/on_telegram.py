"""Roadmate on Telegram against a bare python-telegram-bot, in one run.

`python -m tests.benchmarks.on_telegram [NAME...]`. Needs an emulator of the Bot API, see
`tests.acceptance.telegram_stage`.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping

from tests.benchmarks import telegram_fan_out, telegram_presses
from tests.benchmarks.table import Aim, Row, table
from tests.benchmarks.telegram_presses import Load, Presses

_HALF = Aim(0.5, at_least=False)
_THEORY = Aim(1.05, at_least=False)
_FOUR_TIMES = Aim(4)


def press_rows() -> Iterator[Row]:
    """A press of Done until it is durable and Telegram has the answer."""
    found = asyncio.run(telegram_presses.measured())
    for load, ours in found.ours.items():
        yield from _compared(load, ours, "bare bot", found.bare[load])
        if load in found.concurrent:
            yield from _compared(load, ours, "concurrent bare bot", found.concurrent[load])
    yield Row(
        "highest rate with which answers keep up",
        f"{found.our_highest}/s",
        f"bare bot {found.bare_highest}/s",
        found.our_highest / found.bare_highest,
    )


def _compared(load: Load, ours: Presses, whom: str, their: Presses) -> Iterator[Row]:
    away = f", {load.latency * 1000:.0f} ms away" if load.latency else ""
    for name, own, other, aim in (("p50", ours.p50, their.p50, _HALF), ("p99", ours.p99, their.p99, None)):
        yield Row(
            f"{load.way}, {load.rate}/s{away}, {name}",
            f"{own:,.2f} ms{_missing(ours)}",
            f"{whom} {other:,.2f} ms{_missing(their)}",
            own / other,
            aim,
        )


def _missing(presses: Presses) -> str:
    return f", {presses.unanswered:,} unanswered" if presses.unanswered else ""


def limited_rows() -> Iterator[Row]:
    """Many posts due at once, under Telegram's limits."""
    found = asyncio.run(telegram_fan_out.under_limits())
    theory = found.posts / telegram_fan_out.LIMIT
    yield Row(
        f"{found.posts} posts due at once, each there once",
        f"{found.seconds:.1f} s",
        f"{telegram_fan_out.LIMIT}/s {theory:.0f} s",
        found.seconds / theory,
        _THEORY,
    )
    yield Row("refused for being too fast (429)", f"{found.refused}")


def unlimited_rows() -> Iterator[Row]:
    """The same posts where nothing is too fast."""
    ours, bare = asyncio.run(telegram_fan_out.without_limits())
    best = max(bare.values(), key=lambda each: each.rate)
    for way, their in bare.items():
        yield Row(
            f"posts without limits, {ours.posts}",
            f"{ours.rate:,.0f}/s",
            f"bare bot {way} {their.rate:,.0f}/s, {their.posts} arrived",
            ours.rate / their.rate,
            _FOUR_TIMES if their is best else None,
        )


MEASURES: Mapping[str, Callable[[], Iterator[Row]]] = {
    "presses": press_rows,
    "fan_out": limited_rows,
    "unlimited": unlimited_rows,
}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.on_telegram", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*MEASURES, []], metavar="NAME", help=", ".join(MEASURES))
    rows: list[Row] = []
    for name in parser.parse_args().names or list(MEASURES):
        print(f"{name} ...", file=sys.stderr, flush=True)  # noqa: T201 - it takes minutes
        rows += MEASURES[name]()
    print(table(rows))  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
