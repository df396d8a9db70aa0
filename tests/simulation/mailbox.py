"""The room and the private chats: takes whatever is said, and remembers when."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.platform import Receipt
from bot.interface.reply import Card, Reply
from tests.hand_clock import HandClock
from tests.memory_platform import MemoryPlatform
from tests.plain_words import words
from tests.simulation.diary import COHORT

REMINDER = re.compile(rf"Day (\d+) of {COHORT} is open until ([\d: -]+)\.")


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that nobody asked for: when it came, to whom ("" for the room), and what it said."""

    at: datetime
    to: str
    message: Reply
    key: str

    @property
    def kind(self) -> str:
        """What it is; in private this is told by what it says, as its key says nothing."""
        if not self.to:
            return self.key.partition(":")[0]
        block = self.message.blocks[0]
        title = block.title if isinstance(block, Card) else ""
        if "kind word" in title:
            return "summary"
        if "still know it" in title:
            return "recall"
        return "reminder" if REMINDER.search(words(self.message)) else "buddy"

    @property
    def asks(self) -> bool:
        """Whether it is one of those that end when they are left unanswered."""
        return bool(self.to) and self.kind != "summary"


class Mailbox(MemoryPlatform):
    """One place for all messages that nobody asked for, in the order in which they came."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self.heard: list[Heard] = []
        self._clock = clock

    async def post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        self.heard.append(Heard(self._clock.now(), "", message, key))
        return await super().post(room, message, key)

    async def tell(self, person: PersonRef, message: Reply, key: str) -> Receipt:
        self.heard.append(Heard(self._clock.now(), person.name, message, key))
        return await super().tell(person, message, key)
