"""Numbers of study days that are worth a word."""

MILESTONES = (5, 10, 25, 50, 75, 100, 150, 200, 300, 400, 500)


def highest_reached(before: int, after: int) -> int | None:
    """The highest milestone that lies above `before` and not above `after`."""
    return max((mark for mark in MILESTONES if before < mark <= after), default=None)
