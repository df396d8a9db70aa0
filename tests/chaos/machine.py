"""`roadmate` on a machine whose clock a chaos run holds: python -m tests.chaos.machine FILE WORD...

The clock of the whole process follows the offset in the file, within a twentieth of a second; its timers stay
real, as they do when a real machine's clock is set.
"""

import sys
import threading
import time as stopwatch
from pathlib import Path

import time_machine

from tests.chaos.hands import offset_in

_LOOK_AGAIN = 0.05


def main(file: Path) -> None:
    """Sets the clock, keeps it set, and runs the program."""
    known = offset_in(file)
    with time_machine.travel(stopwatch.monotonic() + known, tick=True) as traveller:

        def keep_set(known: float) -> None:
            while True:
                stopwatch.sleep(_LOOK_AGAIN)
                told = offset_in(file)
                if told != known:
                    known = told
                    traveller.move_to(stopwatch.monotonic() + known)

        threading.Thread(target=keep_set, args=(known,), daemon=True).start()
        from bot.__main__ import main as program  # noqa: PLC0415 - the clock is set before anything looks at it

        program()


if __name__ == "__main__":
    held = Path(sys.argv.pop(1))
    main(held)
