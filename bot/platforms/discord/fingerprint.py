"""The mark by which a message of ours is known again, whatever was or was not written down about it.

Discord takes a nonce with a message and lets the same one through once for some minutes, but does not tell it
afterwards. What it does keep is the number that each component may have, which nobody sees. So a post carries
60 bits of its fingerprint in the numbers of its container and of the first text in it: a room's history then
tells, after any crash and for every kind of message, whether that post is there. Buttons are no use for this:
their tokens are signed anew and sealed, and not every message has one.
"""

import hashlib
from dataclasses import dataclass

import discord

_BITS = 30
_OWN = 1 << _BITS
"""Discord numbers the other components from 1: ours are far above, and within 31 bits."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Of one message. `nonce` fits into Discord's 25 characters."""

    nonce: str
    container: int
    text: int

    def is_of(self, message: discord.Message) -> bool:
        """Whether the message carries it."""
        for component in message.components:
            if isinstance(component, discord.Container):
                first = component.children[0]
                return component.id == self.container and getattr(first, "id", None) == self.text
        return False


def fingerprint(room: str, key: str, part: int | None = None) -> Fingerprint:
    """Of the message posted under `key` in `room`; of a long one, `part` counts those before the last."""
    digest = hashlib.sha256("\0".join((room, key, "" if part is None else str(part))).encode()).digest()
    bits = int.from_bytes(digest[:8]) >> 4
    return Fingerprint(
        nonce=digest[8:20].hex(),
        container=_OWN | bits >> _BITS,
        text=_OWN | bits & (_OWN - 1),
    )
