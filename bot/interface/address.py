"""Who and where, in a platform's own words; what these mean to us is the services' business."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Somebody as the platform names them; `name` is what people see."""

    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class RoomAddress:
    """Where something is said: a channel, chat or forum topic.

    An empty `space` is a private chat.
    """

    platform: str
    space: str
    channel: str
    thread: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """One string for one room, whatever its present name."""
        return ":".join((self.platform, self.space, self.channel, self.thread))
