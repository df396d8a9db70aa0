"""What a cohort does beside posting and counting, each of which its admins can turn off (`/cohort edit`)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

USUAL_TEAM_SHARE = 70


@dataclass(frozen=True, slots=True)
class Features:
    """What is on. `team` is how many per cent of the active members make a day the team's; 0 is off."""

    reminders: bool = True
    digest: bool = True
    summary: bool = True
    leaderboard: bool = True
    projects: bool = True
    keepup: bool = True
    buddies: bool = True
    recall: bool = True
    team: int = USUAL_TEAM_SHARE


def features_of(stored: Mapping[str, Any]) -> Features:
    """What a cohort's `features` column says; what it does not name is as usual."""
    known = {field.name for field in fields(Features)}
    return Features(**{name: value for name, value in stored.items() if name in known})
