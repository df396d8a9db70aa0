"""What can go wrong, as one tree. An error carries data; the sentence for people is made in `bot.messages`.

StudyError                       a refusal: the asker gets a sentence, nothing has changed
├── NotFound                     no such thing here
│   ├── UnknownZone
│   └── UnknownChoice            a word that matches nothing on the list it was picked from
├── Invalid                      a value that cannot be used
├── Forbidden                    the asker may not do this
├── Conflict                     it is the wrong moment or the wrong state for this
└── TooMany                      a limit was reached
"""

from datetime import datetime


class StudyError(Exception):
    """A refusal that is nobody's bug. `code` names the sentence, `data` fills it."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.data = data

    def __str__(self) -> str:
        """For logs and test reports only; people get a sentence from `bot.messages`."""
        return f"{type(self).__name__}({self.code}, {self.data})"


class NotFound(StudyError):
    """There is no such thing where the asker looked."""


class UnknownZone(NotFound):
    """Not a time zone of the IANA database. Data: `zone`, `nearest` (up to three names)."""

    def __init__(self, zone: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__("unknown_zone", zone=zone, nearest=nearest)


class UnknownChoice(NotFound):
    """A word that is on no list. Data: `what` (the kind of thing), `value`, `nearest`."""

    def __init__(self, what: str, value: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__("unknown_choice", what=what, value=value, nearest=nearest)


class Invalid(StudyError):
    """A value that cannot be used as it stands."""


class Forbidden(StudyError):
    """The asker has no right to this."""


class Conflict(StudyError):
    """It would be allowed, but not now or not in this state."""


class TooMany(StudyError):
    """A limit was reached. Data: `limit`, and `again_at` (aware UTC) where waiting helps."""

    def __init__(self, code: str, limit: int, again_at: datetime | None = None) -> None:
        super().__init__(code, limit=limit, again_at=again_at)
