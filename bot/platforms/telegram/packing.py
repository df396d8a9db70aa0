"""What must outlive a restart <-> JSON: arguments, rooms, messages that wait to be fetched."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any, assert_never

from telegram import Bot

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.request import Attachment, Raw
from bot.platforms.telegram.drawing import Draft
from bot.platforms.telegram.kept import Json
from bot.platforms.telegram.keyboard import Key


@dataclass(frozen=True, slots=True)
class Fetching:
    """Fetches a file from Telegram, which keeps it under its id."""

    bot: Bot = field(repr=False)  # its own repr shows the token
    file_id: str

    async def __call__(self) -> bytes:
        """The bytes; raises TelegramError."""
        file = await self.bot.get_file(self.file_id)
        return bytes(await file.download_as_bytearray())


def packed(values: Mapping[str, Raw]) -> Json:
    """Arguments as JSON."""
    return {name: _packed(value) for name, value in values.items()}


def unpacked(values: Json, bot: Bot) -> dict[str, Raw]:
    """Arguments that were packed."""
    return {name: _unpacked(kind, value, bot) for name, (kind, value) in values.items()}


def unpacked_room(values: Json) -> RoomAddress:
    """A room that was packed with `asdict`."""
    return RoomAddress(**values)


def packed_draft(draft: Draft) -> Json:
    """A message as JSON."""
    content = b64encode(draft.file[1]).decode() if draft.file else ""
    return asdict(draft) | {"file": (draft.file[0], content) if draft.file else None}


def unpacked_draft(values: Json) -> Draft:
    """A message that was packed."""
    rows = tuple(tuple(Key(**key) for key in row) for row in values["rows"])
    file = values["file"] and (values["file"][0], b64decode(values["file"][1]))
    return Draft(**values | {"rows": rows, "file": file})


def _packed(value: Raw) -> tuple[str, object]:
    match value:
        case str() | int():
            return "as it is", value
        case date():
            return "date", value.isoformat()
        case time():
            return "time", value.isoformat()
        case PersonRef():
            return "person", asdict(value)
        case RoomAddress():
            return "room", asdict(value)
        case Attachment(name=name, size=size, media_type=media_type, read=Fetching(file_id=file_id)):
            return "file", (name, size, media_type, file_id)
        case Attachment():
            message = f"{value.name} is no file of Telegram's"
            raise TypeError(message)
        case _:
            assert_never(value)


def _unpacked(kind: str, value: Any, bot: Bot) -> Raw:  # noqa: ANN401 - whatever JSON holds
    match kind:
        case "date":
            return date.fromisoformat(value)
        case "time":
            return time.fromisoformat(value)
        case "person":
            return PersonRef(**value)
        case "room":
            return RoomAddress(**value)
        case "file":
            name, size, media_type, file_id = value
            return Attachment(name, size, media_type, Fetching(bot, file_id))
        case _:
            return value if isinstance(value, bool | str) else int(value)
