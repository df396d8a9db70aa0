"""Hundreds of thousands of check-ins and thousands of posts through one process: what it costs in memory and
how late the loop gets.

    python -m tests.soak --check-ins 200000 --posts 10000

Prints a table, and ends with exit code 1 when memory grew by 5 MB or more after the warm-up, or when the loop
was late by 20 ms or more in one of a hundred looks.
"""

import argparse
import asyncio
import sys
import tempfile
import zoneinfo
from pathlib import Path

from tests.soak.load import MOST_GROWTH_MB, MOST_LAG_MS, soak


def main() -> None:
    """Reads the command line and prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check-ins", type=int, default=200_000)
    parser.add_argument("--posts", type=int, default=10_000)
    given = parser.parse_args()
    zoneinfo.reset_tzpath(())
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory) / "soak"
        home.mkdir()
        found = asyncio.run(soak(home, given.check_ins, given.posts))
    print(found.table())  # noqa: T201 - a script prints
    sys.exit(found.growth_mb >= MOST_GROWTH_MB or found.lag_p99_ms >= MOST_LAG_MS)


if __name__ == "__main__":
    main()
