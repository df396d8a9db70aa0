"""Blocks <-> JSON, for the history and for the page alike.

An object names its class in `kind`. Bytes stand beside the JSON, which holds their place in a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any, assert_never, cast

from bot.interface.address import RoomAddress
from bot.interface.button import Buttons
from bot.interface.reply import (
    Block,
    Board,
    Button,
    Card,
    Code,
    Fact,
    Link,
    Member,
    Notice,
    Opens,
    Picture,
    Plain,
    Row,
    Says,
    Section,
    Sheet,
    Strong,
    When,
    WhenStyle,
)
from bot.platforms.playground.legible import legible

Json = dict[str, Any]

_SHAPES: dict[str, Any] = {
    shape.__name__.lower(): shape
    for shape in (
        *(Plain, Strong, Code, Link, When, Member),
        *(Notice, Card, Board, Sheet),
        *(Section, Fact, Picture, Row),
    )
}


@dataclass(frozen=True, slots=True)
class ShownButton:
    """A button as it stands below a message: it has either a token to press or an address to open."""

    label: str
    emphasis: str = "plain"
    token: str = ""
    url: str = ""
    asks: bool = False


def shown(button: Button, buttons: Buttons, room: RoomAddress, made_for: str) -> ShownButton:
    """The button, ready to be pressed in `room`."""
    match button:
        case Says():
            token = buttons.token(button, room, made_for)
            return ShownButton(legible(button.label), button.emphasis.value, token, asks=bool(button.ask))
        case Opens():
            return ShownButton(legible(button.label), url=button.url)
        case _:
            assert_never(button)


def packed(blocks: Sequence[Block]) -> tuple[list[Json], list[bytes]]:
    """The blocks as JSON, and the bytes it points to."""
    files: list[bytes] = []
    return cast("list[Json]", _packed(tuple(blocks), files)), files


def unpacked(blocks: Sequence[Json], files: Sequence[bytes]) -> tuple[Block, ...]:
    """The blocks again; text is as legible as it was made by packing."""
    return cast("tuple[Block, ...]", _unpacked(list(blocks), files))


def _packed(value: object, files: list[bytes]) -> object:
    match value:
        case tuple():
            return [_packed(part, files) for part in value]
        case bytes():
            files.append(value)
            return len(files) - 1
        case _ if is_dataclass(value):
            parts = {field.name: _packed(getattr(value, field.name), files) for field in fields(value)}
            return {"kind": type(value).__name__.lower(), **parts}
        case _:
            return _packed_word(value)


def _packed_word(value: object) -> object:
    match value:
        case str():
            return legible(value)
        case Enum():
            return value.value
        case datetime():
            return value.isoformat()
        case _:
            return value


def _unpacked(value: Any, files: Sequence[bytes]) -> object:  # noqa: ANN401 - any JSON value
    match value:
        case list():
            return tuple(_unpacked(part, files) for part in value)
        case dict():
            parts = {name: _part(name, part, files) for name, part in value.items() if name != "kind"}
            return _SHAPES[value["kind"]](**parts)
        case _:
            return value


def _part(name: str, value: Any, files: Sequence[bytes]) -> object:  # noqa: ANN401 - any JSON value
    match name:
        case "instant":
            return datetime.fromisoformat(value)
        case "style":
            return WhenStyle(value)
        case "png" | "content" | "dark":
            return None if value is None else files[value]
        case _:
            return _unpacked(value, files)
