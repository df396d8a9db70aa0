"""Momentum: a smoothed score from 0 to 1 beside the streak; one miss lowers it by about 5 %, not to zero."""

HALF_LIFE = 13
"""Study days after which a score without check-ins has halved."""

_KEPT: float = 0.5 ** (1 / HALF_LIFE)


def smoothed(score: float, done: bool) -> float:
    """The score after one more study date (streaks.md: s' = s*m + c*(1-m), m = 0.5^(1/13))."""
    return score * _KEPT + (1.0 - _KEPT if done else 0.0)


def reachable(study_days: int) -> float:
    """The momentum of somebody who has done each of so many study days since they began."""
    return float(1 - _KEPT**study_days)
