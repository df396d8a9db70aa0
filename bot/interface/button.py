"""A button <-> a signed token of at most 64 bytes, the room of Telegram's `callback_data`.

A token says a command by its two-letter code with its bound arguments. It is signed (HMAC-SHA-256, 8 bytes)
together with the room it stands in and, for a personal button, the person it was made for, so that it works
nowhere else and for nobody else. It carries no right: whoever presses is authorised again.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from bot.interface.address import RoomAddress
from bot.interface.command import Command, contract_name
from bot.interface.reply import Bound, Says

LONGEST = 64
_VERSION = "1"
_PERSONAL, _ASKS, _ONCE = 1, 2, 4
_SEPARATOR = "|"
_PLACES = "0123456789abcdefghijklmnopqrstuvwxyz"  # one letter for an argument's place


class BadToken(Exception):
    """Not one of our tokens, or not one for this room and person.

    `old` is true for those of another version.
    """

    def __init__(self, *, old: bool) -> None:
        super().__init__("old token" if old else "bad token")
        self.old = old


@dataclass(frozen=True, slots=True)
class Press:
    """What a token says: a command, its bound arguments as words, and the names of those to ask for
    first.
    """

    command: Command
    bound: Mapping[str, str]
    ask: tuple[str, ...]
    once: str = ""


class Buttons:
    """Makes and reads tokens for one catalogue with one secret."""

    def __init__(self, secret: bytes, catalogue: Sequence[Command]) -> None:
        self._secret = secret
        self._by_name = {command.name: command for command in catalogue}
        self._by_code = {command.code: command for command in catalogue}

    def token(self, says: Says, room: RoomAddress, made_for: str) -> str:
        """The token of a button in `room`; `made_for` is the external id of the person who is answered.

        Raises ValueError when the bound arguments do not fit, which is a mistake in the program.
        """
        command = self._by_name[says.command]
        names = _names(command)
        flags = (
            (_PERSONAL if says.personal else 0)
            | (_ASKS if says.ask else 0)
            | (_ONCE if says.single_use else 0)
        )
        parts = [f"{_PLACES[names.index(name)]}{_word(value)}" for name, value in says.bound.items()]
        if says.ask:
            parts.append("?" + "".join(_PLACES[names.index(name)] for name in says.ask))
        if says.single_use:
            parts.append("!" + secrets.token_urlsafe(6))
        body = _SEPARATOR.join((f"{_VERSION}{command.code}{flags}", *parts))
        token = f"{body}{_SEPARATOR}{self._signature(body, room, made_for if says.personal else '')}"
        if len(token.encode()) > LONGEST:
            message = f"the button {says.label!r} binds more than a token can carry"
            raise ValueError(message)
        return token

    def read(self, token: str, room: RoomAddress, presser: str) -> Press:
        """What the token says, when pressed in `room` by the person with the external id `presser`; raises
        BadToken.
        """
        body, _, signature = token.rpartition(_SEPARATOR)
        if not body.startswith(_VERSION):
            raise BadToken(old=body[:1].isdigit())
        head, *parts = body.split(_SEPARATOR)
        personal = head[3:].isdecimal() and bool(int(head[3:]) & _PERSONAL)
        expected = self._signature(body, room, presser if personal else "")
        if not hmac.compare_digest(signature.encode(errors="replace"), expected.encode()):
            raise BadToken(old=False)
        command = self._by_code.get(head[1:3])
        if command is None:
            raise BadToken(old=True)
        return _press(command, parts)

    def _signature(self, body: str, room: RoomAddress, person: str) -> str:
        message = "\0".join((body, room.key, person)).encode(errors="replace")
        digest = hmac.new(self._secret, message, hashlib.sha256).digest()[:8]
        return urlsafe_b64encode(digest).decode().rstrip("=")


def _names(command: Command) -> list[str]:
    return [contract_name(field.name) for field in fields(command.arguments)]


def _word(value: Bound) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat().replace("-", "")  # strftime asks the machine for its zone each time
    word = str(value)
    if _SEPARATOR in word:
        message = f"{word!r} cannot stand in a token"
        raise ValueError(message)
    return word


def _press(command: Command, parts: Sequence[str]) -> Press:
    names = _names(command)
    bound: dict[str, str] = {}
    ask: tuple[str, ...] = ()
    once = ""
    for part in parts:
        match part[0]:
            case "?":
                ask = tuple(names[_PLACES.index(place)] for place in part[1:])
            case "!":
                once = part[1:]
            case place:
                bound[names[_PLACES.index(place)]] = part[1:]
    return Press(command, bound, ask, once)
