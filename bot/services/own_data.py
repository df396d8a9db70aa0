"""A person's right to their data: all of it as a file, and all of it gone."""

import json
from dataclasses import dataclass, fields
from datetime import date, datetime

from bot.services.asker import Asker
from bot.services.once import once
from storage.database import Database
from storage.repositories.own_data import own_counts, own_data
from storage.repositories.people import delete_person


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept about somebody, by kind."""

    identities: int
    memberships: int
    check_ins: int
    pauses: int
    certificates: int


class OwnDataDesk:
    """Hands people their data, or forgets it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def export(self, asker: Asker) -> bytes:
        """All data about the asker as UTF-8 JSON; instants in ISO 8601, UTC."""
        async with self._database.read() as connection:
            found = await own_data(connection, asker.person_id)
        return json.dumps(found, default=_iso, ensure_ascii=False, indent=2).encode()

    async def kept(self, asker: Asker) -> Kept:
        """What would go if the asker were forgotten."""
        async with self._database.read() as connection:
            return _kept(await own_counts(connection, asker.person_id))

    async def forget(self, asker: Asker) -> Kept:
        """Deletes the asker with all that is kept about them, and says what went."""
        async with self._database.write() as connection:
            await once(connection, asker)
            gone = _kept(await own_counts(connection, asker.person_id))
            await delete_person(connection, asker.person_id)
            return gone


def _kept(counts: dict[str, int]) -> Kept:
    return Kept(**{each.name: counts[each.name] for each in fields(Kept)})


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
