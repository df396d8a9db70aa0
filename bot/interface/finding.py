"""What a platform finds out about itself for the doctor: facts, for which `bot.messages` has the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Detail = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `code` names it, `detail` holds what a sentence about it needs:

    token      `bot`, its name, and perhaps `invite`, where to let it in; or `why` not, a word
    clock      `seconds` by which this machine's clock is ahead of the platform's
    commands   `published` is 1 when the platform was told of the commands as they are now, else 0
    room       `room`, its name; `lacking`, the names of the rights; `why` it cannot be spoken in at all
    """

    code: str
    ok: bool
    detail: Mapping[str, Detail] = field(default_factory=dict)
