"""All benchmarks, or those that are named, as one table: `python -m tests.benchmarks [NAME...]`.

Each runs in a process of its own, so that none inherits another's garbage. Ratios are of figures measured in
the same run; only they mean something on a machine that does other work meanwhile.
"""

import argparse
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

from tests.benchmarks.measures import MEASURES, rows_of
from tests.benchmarks.table import Row, table


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Runs the benchmarks.")
    parser.add_argument("names", nargs="*", choices=[*MEASURES, []], metavar="NAME", help=", ".join(MEASURES))
    names = parser.parse_args().names or list(MEASURES)
    rows: list[Row] = []
    fresh = multiprocessing.get_context("spawn")
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)  # noqa: T201 - it takes minutes
        with ProcessPoolExecutor(1, mp_context=fresh) as alone:
            rows += alone.submit(rows_of, name).result()
    print(table(rows))  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
