"""Occurrences by the C library alone: a script (with TZDIR set) from lines of zone, day, minutes to instants.

It asks `localtime` only which offset holds at an instant, and finds a wall clock's instant from the offsets
that hold a day and a half before and after it.
"""

import os
import sys
import time

DAY = 86_400
AROUND = 36 * 3_600


def occurrence(wall: int) -> int:
    """The instant (seconds) at which the clock of TZ shows `wall` (seconds, as if it were UTC)."""
    before, after = (time.localtime(wall + shift).tm_gmtoff for shift in (-AROUND, AROUND))
    shown = [wall - offset for offset in (before, after) if time.localtime(wall - offset).tm_gmtoff == offset]
    return min(shown, default=wall - before)


def main() -> None:
    """Answer each line of the input; the lines of a zone stand together."""
    zone = None
    for line in sys.stdin:
        name, day, minutes = line.split()
        if name != zone:
            zone = os.environ["TZ"] = name
            time.tzset()
        sys.stdout.write(f"{occurrence(int(day) * DAY + int(minutes) * 60)}\n")


main()
