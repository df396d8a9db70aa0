"""Lets cohorts live for years of virtual time on a machine that misbehaves, and then reads the books.

    python -m tests.virtual_years --cohorts 200 --days 1096 --seed 1

Prints a table, and ends with exit code 1 when any occurrence came to a wrong end.
"""

import argparse
import asyncio
import sys
import tempfile
import time as stopwatch
import zoneinfo
from dataclasses import asdict
from pathlib import Path

from tests.virtual_years.life import lived


def main() -> None:
    """Reads the command line and prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cohorts", type=int, default=200)
    parser.add_argument("--days", type=int, default=1096)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    zoneinfo.reset_tzpath(())
    began = stopwatch.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory) / "life"
        home.mkdir()
        books = asyncio.run(lived(home, given.cohorts, given.days, given.seed))
    rows = asdict(books) | {"wrong": len(books.wrong), "seconds": round(stopwatch.monotonic() - began)}
    print("\n".join(f"{name:<16}{value}" for name, value in rows.items()))  # noqa: T201 - a script prints
    print("\n".join(books.wrong[:40]))  # noqa: T201 - as above
    sys.exit(1 if books.wrong else 0)


if __name__ == "__main__":
    main()
