"""What the kill scripts are told on the command line, and where they say how far they are."""

import argparse
import sys


def told(description: str | None, kills: int) -> argparse.Namespace:
    """`--kills` (by default so many), `--seed` and `--cohorts`."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=kills)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cohorts", type=int, default=20)
    return parser.parse_args()


def tell(text: str) -> None:
    """Says at once, beside the table, how far the script is."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - a script reports
