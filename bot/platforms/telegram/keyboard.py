"""Buttons -> the keys of an inline keyboard: a token fits into a key, so nothing need be remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
)
from telegram.constants import KeyboardButtonStyle

from bot.interface.address import RoomAddress
from bot.interface.button import Buttons
from bot.interface.reply import Button, Emphasis, Opens, Says
from bot.platforms.telegram.markup import legible

_IN_A_ROW = 3
_LABELS_IN_A_ROW = 30  # characters; more would be cut off on a telephone
_LONGEST_LABEL = 64
_STYLES = {Emphasis.PRIMARY: KeyboardButtonStyle.PRIMARY, Emphasis.DANGER: KeyboardButtonStyle.DANGER}


@dataclass(frozen=True, slots=True)
class Key:
    """One key: it says `data`, or opens `url`."""

    label: str
    data: str = ""
    url: str = ""
    style: str = ""


Rows = tuple[tuple[Key, ...], ...]


def keys(shown: Sequence[Button], buttons: Buttons, room: RoomAddress, made_for: str) -> Rows:
    """The buttons in rows, ready to be pressed in `room`."""
    return in_rows([_key(button, buttons, room, made_for) for button in shown])


def in_rows(found: Sequence[Key], most: int = _IN_A_ROW) -> Rows:
    """Keys side by side as far as their labels can be read."""
    rows: list[tuple[Key, ...]] = []
    for key in found:
        row = (*rows[-1], key) if rows else ()
        if row and len(row) <= most and sum(len(each.label) for each in row) <= _LABELS_IN_A_ROW:
            rows[-1] = row
        else:
            rows.append((key,))
    return tuple(rows)


def inline(rows: Rows) -> InlineKeyboardMarkup | None:
    """As Telegram wants it; None without keys."""
    return InlineKeyboardMarkup([[_inline(key) for key in row] for row in rows]) if rows else None


def picker(label: str) -> ReplyKeyboardMarkup:
    """The key that opens Telegram's own list of groups."""
    request = KeyboardButtonRequestChat(1, chat_is_channel=False, request_title=True)
    key = KeyboardButton(label, request_chat=request)
    return ReplyKeyboardMarkup([[key]], resize_keyboard=True, one_time_keyboard=True)


def _key(button: Button, buttons: Buttons, room: RoomAddress, made_for: str) -> Key:
    label = legible(button.label)[:_LONGEST_LABEL]
    match button:
        case Says():
            return Key(label, buttons.token(button, room, made_for), style=_STYLES.get(button.emphasis, ""))
        case Opens():
            return Key(label, url=button.url)
        case _:
            assert_never(button)


def _inline(key: Key) -> InlineKeyboardButton:
    style = key.style or None
    if key.url:
        return InlineKeyboardButton(key.label, url=key.url, style=style)
    return InlineKeyboardButton(key.label, callback_data=key.data, style=style)
