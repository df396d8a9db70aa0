"""A platform in memory: rooms, private chats, and whatever a test lets go wrong."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.platform import NotAllowed, Receipt
from bot.interface.reply import Card, Reply, Says
from tests.plain_words import words

GENERAL = RoomAddress("demo", "club", "general", name="general")


class MemoryPlatform:
    """Rooms in memory. `before` and `after` a message lands, a test may let something happen to it."""

    name = "demo"

    def __init__(self) -> None:
        self.rooms: dict[str, list[tuple[str, Reply]]] = defaultdict(list)
        self.asked: list[tuple[str, str]] = []
        self.told: list[tuple[str, Reply]] = []
        self.private_is_closed = False
        self.telling: Callable[[], Exception] | None = None
        self.before: Callable[[RoomAddress], None] = _nothing
        self.after: Callable[[RoomAddress], None] = _nothing
        self.looking: Callable[[RoomAddress], None] = _nothing

    async def start(self) -> None:
        """Nothing to connect to."""

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        self.asked.append(("post", room.key))
        self.before(room)
        self.rooms[room.key].append((key, message))
        self.after(room)
        return Receipt(f"m{len(self.rooms[room.key])}")

    async def find(self, room: RoomAddress, key: str, since: datetime | None = None) -> Receipt | None:
        del since
        self.asked.append(("find", room.key))
        self.looking(room)
        places = [place for place, (known, _) in enumerate(self.rooms[room.key], 1) if known == key]
        return Receipt(f"m{places[0]}") if places else None

    async def tell(self, person: PersonRef, message: Reply, key: str) -> Receipt:
        self.asked.append(("tell", person.external_id))
        if self.private_is_closed:
            raise NotAllowed
        if self.telling is not None:
            raise self.telling()
        self.told.append((person.external_id, message))
        return Receipt(key)

    async def lacking(self, room: RoomAddress) -> Sequence[str]:
        self.asked.append(("lacking", room.key))
        return ()

    def titles(self, room: RoomAddress = GENERAL) -> list[str]:
        """What was posted in a room, each message by its title."""
        return [_title(message) for _, message in self.rooms[room.key]]

    def said_to(self, name: str = "Bob") -> list[str]:
        """What a member was told in private."""
        return [words(message) for who, message in self.told if who == name.lower()]

    def labels_told(self) -> list[str]:
        """The captions of the buttons under what was last told anybody."""
        return [button.label for button in self.told[-1][1].buttons if isinstance(button, Says)]


def _nothing(room: RoomAddress) -> None:
    del room


def _title(message: Reply) -> str:
    block = message.blocks[0]
    return block.title if isinstance(block, Card) else words(message)
