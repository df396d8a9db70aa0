"""The benchmarks can be started, and say truly whether an aim was reached."""

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.table import Aim, Row, table

ROOT = Path(__file__).parents[2]


def test_a_ratio_reaches_its_aim_or_does_not() -> None:
    reached = table(
        [
            Row("fast", "1 ms", "5 ms", 5.0, Aim(5)),
            Row("flat", "2 ms", "1 ms", 1.31, Aim(1.3, at_least=False)),
        ]
    )
    _, _, fast, flat = reached.splitlines()
    assert fast.split("|")[1:-1] == [" fast ", " 1 ms   ", " 5 ms    ", " 5.00x ", " >= 5x   ", " yes     "]
    assert flat.endswith("| <= 1.3x | NO      |")


def test_a_benchmark_runs_by_its_name() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "compiling"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "compile 360 study days" in ran.stdout
    assert "load a roadmap, cached" in ran.stdout
