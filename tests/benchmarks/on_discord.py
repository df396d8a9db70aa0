"""Roadmate on Discord against a bare discord.py bot, in one run.

`python -m tests.benchmarks.on_discord [NAME...]`. Needs an emulator of Discord, see
`discord_stage`.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping

from tests.benchmarks import discord_fan_out, discord_presses
from tests.benchmarks.table import Aim, Row, table

_HALF_MORE = Aim(1.5, at_least=False)
_TWICE = Aim(2, at_least=False)


def press_rows() -> Iterator[Row]:
    """A press of Done until it is durable and Discord has the answer."""
    found = asyncio.run(discord_presses.measured())
    for load in discord_presses.LOADS:
        ours, bare = found.ours[load], found.bare[load]
        for what, own, their, aim in (
            ("p50", ours.p50, bare.p50, _HALF_MORE),
            ("p99", ours.p99, bare.p99, _TWICE),
        ):
            yield Row(
                f"press to answer, {load}, {what}",
                f"{own:.2f} ms",
                f"bare bot {their:.2f} ms",
                own / their,
                aim,
            )
        yield Row(
            f"answers, {load}", f"{ours.rate:,.0f}/s", f"bare bot {bare.rate:,.0f}/s", ours.rate / bare.rate
        )
    (before, after), (_, bare_after) = found.our_memory, found.bare_memory
    yield Row(
        "memory after the presses", f"{after:.0f} MiB", f"bare bot {bare_after:.0f} MiB", after / bare_after
    )
    yield Row("memory after the presses", f"{after:.0f} MiB", f"before {before:.0f} MiB", after / before)


def fan_out_rows() -> Iterator[Row]:
    """1,000 posts due at once, and what a post costs with few rooms and with very many."""
    found = asyncio.run(discord_fan_out.measured(1_000, 1_000))
    yield Row(
        "1,000 posts due at once, each there once",
        f"{found.seconds:.1f} s",
        f"{discord_fan_out.LIMIT}/s {found.theory:.0f} s",
        found.seconds / found.theory,
        Aim(1.05, at_least=False),
    )
    yield Row("refused for being too fast (429)", f"{found.refused}")
    yield Row(
        "an answer meanwhile, p50",
        f"{found.busy_answer:.2f} ms",
        f"idle {found.idle_answer:.2f} ms",
        found.busy_answer / found.idle_answer,
        Aim(1.3, at_least=False),
    )


def cost_rows() -> Iterator[Row]:
    """What a post costs."""
    few = asyncio.run(discord_fan_out.measured(1_024, 64))
    many = asyncio.run(discord_fan_out.measured(10_000, 10_000))
    yield Row(
        "CPU a post, 10,000 rooms",
        f"{many.cpu:.2f} ms",
        f"64 rooms {few.cpu:.2f} ms",
        many.cpu / few.cpu,
        Aim(1.2, at_least=False),
    )


MEASURES: Mapping[str, Callable[[], Iterator[Row]]] = {
    "presses": press_rows,
    "fan_out": fan_out_rows,
    "cost": cost_rows,
}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.on_discord", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*MEASURES, []], metavar="NAME", help=", ".join(MEASURES))
    rows: list[Row] = []
    for name in parser.parse_args().names or list(MEASURES):
        print(f"{name} ...", file=sys.stderr, flush=True)  # noqa: T201 - it takes minutes
        rows += MEASURES[name]()
    print(table(rows))  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
