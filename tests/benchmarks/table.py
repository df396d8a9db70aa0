"""What all benchmarks come to: a figure, what it is compared with, the ratio, and the aim for that."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aim:
    """A bound for a ratio: at least, or at most."""

    bound: float
    at_least: bool = True

    def holds(self, ratio: float) -> bool:
        """Whether the ratio reaches it."""
        return ratio >= self.bound if self.at_least else ratio <= self.bound

    def __str__(self) -> str:
        return f"{'>=' if self.at_least else '<='} {self.bound:,g}x"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `ratio` and `aim` are None where there is nothing to compare with, or no aim."""

    what: str
    figure: str
    against: str = ""
    ratio: float | None = None
    aim: Aim | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        ratio = "" if self.ratio is None else f"{self.ratio:,.{0 if self.ratio >= 100 else 2}f}x"
        verdict = ""
        if self.aim is not None and self.ratio is not None:
            verdict = "yes" if self.aim.holds(self.ratio) else "NO"
        return self.what, self.figure, self.against, ratio, str(self.aim or ""), verdict


HEADINGS = ("what", "median", "against", "ratio", "aim", "reached")


def table(rows: Sequence[Row]) -> str:
    """The rows as a table that Markdown reads too."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
        for cells in (lines[0], rule, *lines[1:])
    )
