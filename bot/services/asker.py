"""Who asks: a person we know, where they are, and since when they speak. Made once for each request."""

from dataclasses import dataclass
from datetime import datetime

from bot.interface.address import RoomAddress


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who says something now.

    `space_id` and `room_id` are None in a private chat. `administers` is what the platform says of this
    space. `zone` is the person's own, or empty when they never said one. `at` is the instant of the event
    (aware UTC); what counts in time is judged by it. `event_id` is unique on the platform.
    `button` is the nonce of the single-use button that was pressed, if it was one. `unreachable` is whether
    writing to them in private has failed and they have not heard of it.
    """

    person_id: int
    name: str
    external_id: str
    language: str
    zone: str
    administers: bool
    space_id: int | None
    room_id: int | None
    room: RoomAddress
    event_id: str
    at: datetime
    button: str = ""
    unreachable: bool = False

    @property
    def platform(self) -> str:
        """The platform on which they speak."""
        return self.room.platform
