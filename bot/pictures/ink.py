"""The colours of pictures. A picture is drawn once, in palette indexes: light and dark are two palettes.

There are sixteen, so that a pixel is half a byte: letters have four shades between the ground and their ink.
"""

import struct
import zlib
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache

BITS = 4
"""Of a pixel."""

_PLTE = b"PLTE"


class Ink(IntEnum):
    """What a thing is drawn in, in the order of the palette."""

    TEXT = 0
    MUTED = 1
    FAINT = 2
    DONE = 3
    LATE = 4
    FROZEN = 5


Colour = tuple[int, int, int]

_LIGHT_GROUND: Colour = (0xFC, 0xFB, 0xF8)
_LIGHT: Mapping[Ink, Colour] = {
    Ink.TEXT: (0x1F, 0x24, 0x28),
    Ink.MUTED: (0x5C, 0x65, 0x6D),
    Ink.FAINT: (0xDF, 0xDD, 0xD6),
    Ink.DONE: (0x2E, 0x8B, 0x6F),
    Ink.LATE: (0xB9, 0x78, 0x12),
    Ink.FROZEN: (0x2F, 0x72, 0xB8),
}
_DARK_GROUND: Colour = (0x1A, 0x1C, 0x20)
_DARK: Mapping[Ink, Colour] = {
    Ink.TEXT: (0xEE, 0xEC, 0xE6),
    Ink.MUTED: (0xA4, 0xAB, 0xB3),
    Ink.FAINT: (0x3A, 0x3E, 0x45),
    Ink.DONE: (0x4F, 0xBD, 0x97),
    Ink.LATE: (0xE6, 0xB1, 0x4C),
    Ink.FROZEN: (0x74, 0xB4, 0xEE),
}


_STEPS: Mapping[Ink, int] = {
    Ink.TEXT: 4,
    Ink.MUTED: 4,
    Ink.FAINT: 1,
    Ink.DONE: 2,
    Ink.LATE: 2,
    Ink.FROZEN: 2,
}


@lru_cache(maxsize=len(Ink))
def shades(ink: Ink) -> list[int]:
    """The palette index for each strength of the ink, from 0 (the ground) to 255 (the ink itself)."""
    before, steps = sum(_STEPS[other] for other in Ink if other < ink), _STEPS[ink]
    return [0 if not (step := round(strength * steps / 255)) else before + step for strength in range(256)]


def _palette(ground: Colour, inks: Mapping[Ink, Colour]) -> bytes:
    ramps = [
        _mixed(ground, inks[ink], step / _STEPS[ink]) for ink in Ink for step in range(1, _STEPS[ink] + 1)
    ]
    return bytes(value for colour in (ground, *ramps) for value in colour)


def _mixed(ground: Colour, ink: Colour, share: float) -> tuple[int, ...]:
    return tuple(round(low + (high - low) * share) for low, high in zip(ground, ink, strict=True))


LIGHT = _palette(_LIGHT_GROUND, _LIGHT)
DARK = _palette(_DARK_GROUND, _DARK)


def on_dark(png: bytes) -> bytes:
    """The same picture for a dark room: nothing but its palette changes."""
    at = png.index(_PLTE)
    (length,) = struct.unpack(">I", png[at - 4 : at])
    colours = DARK[:length]
    checked = struct.pack(">I", zlib.crc32(_PLTE + colours))
    return png[: at + 4] + colours + checked + png[at + 4 + length + 4 :]
