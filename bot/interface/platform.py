"""The two sides that meet in the middle: what a platform can do, what the dispatcher can do, and how a
delivery can fail.

DeliveryFailure
├── RoomGone      the room is no more, or the bot was removed from it: pause it, never delete
├── NotAllowed    the room is there, but a right is missing
├── SlowDown      the platform wants a pause: try again after `after`
└── Unclear       it may or may not have arrived: look at the history before sending again
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.command import Command
from bot.interface.kinds import Choice
from bot.interface.reply import Form, Reply
from bot.interface.request import Request


class DeliveryFailure(Exception):
    """A message did not arrive, or nobody knows.

    The cause is chained; its text is for logs only.
    """


class RoomGone(DeliveryFailure):
    """The room no longer exists, or the bot is no longer in it."""


class NotAllowed(DeliveryFailure):
    """The bot lacks the right to speak there."""


class SlowDown(DeliveryFailure):
    """The platform asks for a pause. Nothing has arrived, unless it `may_have_arrived`: where a library tries
    by itself again, an earlier try may have had its effect.
    """

    def __init__(self, after: timedelta, *, may_have_arrived: bool = False) -> None:
        super().__init__(f"slow down for {after}")
        self.after = after
        self.may_have_arrived = may_have_arrived


class Unclear(DeliveryFailure):
    """The request may have had its effect."""


class Refused(Exception):
    """The platform will not have us, and trying again changes nothing: a wrong token, or a second copy runs.

    `reason` is a word that `bot.messages` has a sentence for; `setting` is the variable to look at.
    """

    def __init__(self, platform: str, reason: str, setting: str) -> None:
        super().__init__(f"{platform}: {reason}")
        self.platform = platform
        self.reason = reason
        self.setting = setting


@dataclass(frozen=True, slots=True)
class Receipt:
    """The platform has the message; `message_id` is its own name for it."""

    message_id: str


class Platform(Protocol):
    """A place where people talk.

    Methods raise `DeliveryFailure` and nothing else for what the outside world does.
    """

    name: str

    async def start(self) -> None:
        """Connect and begin to hand requests to the dispatcher; returns when ready to speak."""

    async def lost(self) -> None:
        """Waits until the connection has ended for good by itself; raises what ended it, if anything did."""

    async def stop(self) -> None:
        """Take no more requests, let sends in flight land, and disconnect; also after a failed start."""

    async def post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        """Say something in a room, silently.

        The same `key` twice is one message, where the platform can promise it.
        """

    async def find(self, room: RoomAddress, key: str, since: datetime | None = None) -> Receipt | None:
        """The message posted under `key`, from the room's own history; None if it is surely not there.

        It cannot have been posted before `since` (aware UTC), if that is known; who cannot look back so far
        raises Unclear.
        """

    async def tell(self, person: PersonRef, message: Reply, key: str) -> Receipt:
        """Say something to one person in private."""

    async def lacking(self, room: RoomAddress) -> Sequence[str]:
        """The platform's names of the rights that the bot needs in this room and lacks."""


class Dispatcher(Protocol):
    """The answering door, as a platform sees it."""

    def catalogue(self) -> Sequence[Command]:
        """Every command, in the order of the help page."""

    def described(self, message_id: str, language: str) -> str:
        """A help line or label of the catalogue in a language."""

    def form(self, request: Request) -> Form | None:
        """The questions to ask before this request is answered; needs no storage, so it is at once."""

    async def answer(self, request: Request) -> Reply:
        """The answer.

        Never raises for anything that a person can do; bugs end in an apology with a reference id.
        """

    async def suggest(self, request: Request, parameter: str, typed: str) -> Sequence[Choice]:
        """At most 25 entries for a `Pick` of the command in `request`, best first."""

    def greeting(self, language: str) -> Reply:
        """What to say, once, in a space that has let the bot in."""

    def unshown(self, language: str, reference: str) -> Reply:
        """What to say when the answer could not be shown; `reference` is in the log."""
