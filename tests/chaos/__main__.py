"""Chaos: platforms that are ill, and a machine that dies, stands still, and loses its time and its disk.

    python -m tests.chaos [--seconds 180] [--keep DIR] SEED...

Needs nothing but this machine; the full disk is left out where nothing may be mounted. Prints a table, and
ends with exit code 1 when anything was lost, doubled without a doubt, late without a reason, or left open.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.chaos.books import Account
from tests.chaos.conductor import Wishes, run


def row(wishes: Wishes, found: Account) -> str:
    """A line of the table."""
    late = f"{found.late:.1f} s of {found.punctual}" if found.punctual else "-"
    cells = (
        wishes.seed,
        " and ".join(wishes.ill),
        sum(found.faults.values()),
        found.due,
        found.posts,
        found.doubled,
        late,
        found.acknowledged,
        found.check_ins,
        found.refused,
        len(found.wrong),
    )
    return "| " + " | ".join(map(str, cells)) + " |"


HEAD = (
    "| seed | ill | faults | posts due | there | doubled, in doubt | late p99 | acknowledged"
    " | in the books | refused | wrong |"
)


def main() -> None:
    """Reads the command line, and runs seed after seed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="leave the data of each seed in DIR/<seed>, which is made"
    )
    parser.add_argument("seeds", type=int, nargs="*", default=[1])
    given = parser.parse_args()
    wrong = 0
    print(HEAD, flush=True)  # noqa: T201 - a script prints
    for seed in given.seeds:
        wishes = Wishes(seed, given.seconds)
        with tempfile.TemporaryDirectory() as name:
            directory = (given.keep or Path(name)) / str(seed)
            directory.mkdir(parents=True)
            found = asyncio.run(run(directory, wishes))
        wrong += len(found.wrong)
        print(row(wishes, found), *found.wrong[:40], sep="\n", flush=True)  # noqa: T201 - as above
        print(dict(found.faults), file=sys.stderr, flush=True)  # noqa: T201 - as above
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
