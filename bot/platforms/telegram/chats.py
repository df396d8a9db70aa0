"""A chat's number for Telegram, which changes when a group becomes a supergroup, and the one it is known by.

The rest of the program goes on to know a chat by the number under which it first heard of it.
"""

from bot.platforms.telegram.store import Store

_KIND = "moved"


class Chats:
    """Knows every chat that has moved."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._homes: dict[str, str] = {}
        self._present: dict[str, str] = {}

    async def load(self) -> None:
        """Reads what was noted; needs the open store."""
        for number, note in (await self._store.notes(_KIND)).items():
            self._learn(number, note["home"])

    def home(self, number: int | str) -> str:
        """The number under which the chat is known."""
        return self._homes.get(str(number), str(number))

    def present(self, home: str) -> int:
        """The number that the chat has now."""
        return int(self._present.get(home, home))

    async def moved(self, old: int | str, new: int) -> None:
        """Notes that a chat has another number from now on; durable on return."""
        home = self.home(old)
        if self.home(new) != home:
            self._learn(str(new), home)
            await self._store.keep_note(_KIND, str(new), {"home": home})

    def _learn(self, number: str, home: str) -> None:
        self._homes[number] = home
        self._present[home] = number
