"""A person's right to their data: all of it as a file, and all of it gone, also from a copy brought back."""

import hmac
import json
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from hashlib import sha256

from bot.domain.errors import TooMany
from bot.services.allowance import Allowance
from bot.services.asker import Asker
from bot.services.merging import part
from bot.services.once import once
from storage.connection import Connection
from storage.database import Database
from storage.repositories.forgotten import all_forgotten, known_accounts, note_forgotten
from storage.repositories.links import linked_accounts
from storage.repositories.own_data import own_counts, own_data
from storage.repositories.people import delete_person, identities_of, identity_by_id
from storage.repositories.remembered import RESTORED_AT, remembered

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept about somebody, by kind."""

    identities: int
    memberships: int
    check_ins: int
    pauses: int
    submissions: int
    reviews: int
    buddies: int
    recalls: int
    certificates: int


class OwnDataDesk:
    """Hands people their data, or forgets it; `secret` is the key of the digests by which that is known."""

    def __init__(self, database: Database, secret: bytes) -> None:
        self._database = database
        self._secret = secret
        self._exports = Allowance(1, _HOUR)

    async def export(self, asker: Asker) -> bytes:
        """All data about the asker as UTF-8 JSON; instants in ISO 8601, UTC.

        Raises TooMany(`own_export_too_soon`).
        """
        again_at = self._exports.again_at(asker.person_id, asker.at)
        if again_at is not None:
            raise TooMany("own_export_too_soon", self._exports.most, again_at)
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
            accounts = await identities_of(connection, asker.person_id)
            digests = [self._digest(each.platform, each.external_id) for each in accounts]
            await note_forgotten(connection, digests, asker.at)
            await delete_person(connection, asker.person_id)
            return gone

    async def forget_again(self) -> int:
        """After a copy was brought back: deletes who is in it and has been forgotten since.

        Returns how many accounts that were. Who came back after being forgotten stays.
        """
        async with self._database.write() as connection:
            if await remembered(connection, RESTORED_AT) is None:
                return 0
            forgotten, gone = await all_forgotten(connection), 0
            for account in await known_accounts(connection) if forgotten else ():
                at = forgotten.get(self._digest(account.platform, account.external_id))
                if at is not None and account.since < at:
                    await _forget_account(connection, account.id, at)
                    gone += 1
            return gone

    def _digest(self, platform: str, external_id: str) -> str:
        message = "\0".join(("forgotten", platform, external_id)).encode(errors="replace")
        return hmac.new(self._secret, message, sha256).hexdigest()


async def _forget_account(connection: Connection, account_id: int, at: datetime) -> None:
    """Of a linked person this account only: whether the other was forgotten too is looked at by itself."""
    account = await identity_by_id(connection, account_id)
    assert account is not None  # noqa: S101 - each account is looked at once, and goes by itself
    if linked := await linked_accounts(connection, account.person_id):
        await part(connection, account.person_id, linked, at)
        account = await identity_by_id(connection, account_id)
        assert account is not None  # noqa: S101 - parting accounts deletes none
    await delete_person(connection, account.person_id)


def _kept(counts: dict[str, int]) -> Kept:
    return Kept(**{each.name: counts[each.name] for each in fields(Kept)})


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
