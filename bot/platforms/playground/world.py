"""The invented place: its space, its rooms, and the members one can speak as."""

from dataclasses import dataclass

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.request import Speaker

PLATFORM = "playground"
SPACE = "playground"
SPACE_NAME = "Playground"
BOT_NAME = "Roadmate"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody one can speak as; `about` is a word or two for the picker."""

    id: str
    name: str
    about: str
    administers: bool = False

    @property
    def ref(self) -> PersonRef:
        """The member as an argument."""
        return PersonRef(self.id, self.name)

    @property
    def speaker(self) -> Speaker:
        """The member as the one who speaks."""
        return Speaker(self.id, self.name, administers=self.administers)


@dataclass(frozen=True, slots=True)
class Room:
    """A room; `owner` is the member whose private chat it is, or empty."""

    id: str
    name: str
    topic: str
    owner: str = ""

    @property
    def address(self) -> RoomAddress:
        """The room as the rest of the program knows it."""
        return RoomAddress(PLATFORM, "" if self.owner else SPACE, self.id, name=self.name)

    def is_open_to(self, member: Member) -> bool:
        """Whether the member can see the room."""
        return self.owner in ("", member.id)


MEMBERS = (
    Member("admin", "Admin", "runs this space", administers=True),
    Member("ada", "Ada", "early bird"),
    Member("bruno", "Bruno", "evenings only"),
    Member("chiara", "Chiara", "full-time learner"),
    Member("devika", "Devika", "weekends off"),
    Member("zoe", "Zoë", "night owl"),
    Member("misha", "Миша", "just arrived"),
)

SHARED_ROOMS = (
    Room("study-hall", "study-hall", "The cohort studies here: one post a day."),
    Room("night-owls", "night-owls", "For those who start when others stop."),
    Room("projects", "projects", "Show what you built."),
)

ROOMS = SHARED_ROOMS + tuple(
    Room(f"@{member.id}", member.name, f"{BOT_NAME} and {member.name}, in private.", owner=member.id)
    for member in MEMBERS
)


def member(word: str) -> Member:
    """The member with this id or name, with or without `@`; `KeyError` if there is none."""
    wanted = word.removeprefix("@").strip().casefold()
    for candidate in MEMBERS:
        if wanted in (candidate.id, candidate.name.casefold()):
            return candidate
    raise KeyError(word)


def room(word: str) -> Room:
    """The room with this id, with or without `#`; `KeyError` if there is none."""
    wanted = word.removeprefix("#").strip().casefold()
    for candidate in ROOMS:
        if wanted == candidate.id:
            return candidate
    raise KeyError(word)
