"""The long proofs of docs/reliability.md, one behind the other: some hours.

    python -m tests.proofs [NAME...]

Prints how each ended; the exit code is 1 when one of them failed. What takes an emulator is left out where
none is named in the environment (`DISCORD_EMULATOR`, `TELEGRAM_EMULATOR`).
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """A command of Python's, and the variable without which it cannot run."""

    name: str
    command: Sequence[str]
    needs: str = ""


PROOFS = (
    Proof("chaos", ("-m", "tests.chaos", *map(str, range(10)))),
    Proof("playground", ("-m", "tests.kill.playground", "--kills", "200")),
    Proof("discord", ("-m", "tests.kill.on_discord", "--kills", "1000"), "DISCORD_EMULATOR"),
    Proof("telegram", ("-m", "tests.kill.on_telegram", "--kills", "500"), "TELEGRAM_EMULATOR"),
    Proof("years", ("-m", "tests.virtual_years", "--cohorts", "200", "--days", "1096")),
    Proof("soak", ("-m", "tests.soak", "--check-ins", "200000", "--posts", "10000")),
    Proof("postgresql", ("-m", "tests.on_postgresql")),
    Proof("tokens", ("-m", "tests.security.tokens")),
)


def main(*names: str) -> None:
    """Runs those with these names, or all."""
    failed = []
    for proof in PROOFS:
        if names and proof.name not in names:
            continue
        if proof.needs and not os.environ.get(proof.needs):
            print(f"{proof.name}: left out, for {proof.needs} is not set", flush=True)  # noqa: T201 - a script reports
            continue
        print(f"{proof.name}: python {' '.join(proof.command)}", flush=True)  # noqa: T201 - as above
        if subprocess.run([sys.executable, *proof.command], check=False).returncode:
            failed.append(proof.name)
    print("failed: " + ", ".join(failed) if failed else "all hold", flush=True)  # noqa: T201 - as above
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
