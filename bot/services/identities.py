"""Linking two accounts of one person across platforms, and parting them: by a code and a yes."""

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.errors import Conflict, NotFound, StudyError
from bot.services.asker import Asker
from bot.services.codes import LASTS, Codes, NewCode
from bot.services.merging import merge, part
from bot.services.once import once
from storage.connection import Connection
from storage.database import Database
from storage.repositories.audit import record
from storage.repositories.codes import CodeRow, code_of, drop_codes, use_code
from storage.repositories.links import LinkedRow, linked_accounts
from storage.repositories.people import IdentityRow, identities_of, identity, identity_by_id, person

_LINK = "link"


@dataclass(frozen=True, slots=True)
class Account:
    """An account as people know it."""

    platform: str
    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class LinkOffered:
    """Two accounts that become one person once `first`, which had the code, says so before `until`.

    `language` is that of `first`, or empty.
    """

    code_id: int
    first: Account
    second: Account
    language: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Linked:
    """The accounts that are one person now (or no longer), the leading one first."""

    accounts: tuple[Account, ...]


class Identities:
    """Links and unlinks. Nothing is merged before the side that gave the code has said yes."""

    def __init__(self, database: Database, codes: Codes, clock: Clock) -> None:
        self._database = database
        self._codes = codes
        self._clock = clock

    async def begin(self, asker: Asker) -> NewCode | LinkOffered:
        """A code to say on the other platform, or the account that has said it and waits for a yes.

        Raises Conflict(`already_linked`).
        """
        async with self._database.write() as connection:
            await _refuse_linked(connection, asker.person_id)
            await once(connection, asker)
            waiting = await code_of(connection, _LINK, asker.person_id)
            if waiting is not None and self._waits(waiting):
                return await _offer(connection, waiting)
            return await self._codes.make(connection, asker, _LINK)

    async def offer(self, asker: Asker, said: str) -> LinkOffered:
        """Uses a code, and lets its account wait for the yes of the other.

        Raises NotFound(`wrong_code`), Conflict (`used_code`, `expired_code`, `own_code`, `same_platform`,
        `already_linked`) and TooMany(`too_many_tries`).
        """
        async with self._database.write() as connection:
            await once(connection, asker)
            row = await self._codes.judge(connection, asker, _LINK, said)
            if not isinstance(row, StudyError):
                return await self._use(connection, asker, row)
        raise row  # only here, for the try has to be kept

    async def confirm(self, asker: Asker, code_id: int) -> Linked:
        """Makes one person of the two; raises NotFound(`nothing_to_confirm`), Conflict(`already_linked`)."""
        now = self._clock.now()
        async with self._database.write() as connection:
            await once(connection, asker)
            first, second = await self._accounts(connection, asker, code_id)
            await _refuse_linked(connection, first.person_id, second.person_id)
            await drop_codes(connection, _LINK, first.person_id)
            await drop_codes(connection, _LINK, second.person_id)
            merged = await merge(connection, first, second, now)
            platforms = [first.platform, second.platform]
            await record(connection, now, "linked", person_id=merged, details={"platforms": platforms})
            return Linked((_account(first), _account(second)))

    async def decline(self, asker: Asker, code_id: int) -> Account:
        """Says no to the account that waits; returns it. Raises NotFound(`nothing_to_confirm`)."""
        async with self._database.write() as connection:
            await once(connection, asker)
            first, second = await self._accounts(connection, asker, code_id)
            await drop_codes(connection, _LINK, first.person_id)
            return _account(second)

    async def linked(self, asker: Asker) -> Linked:
        """The accounts that unlinking would part. Raises Conflict(`not_linked`)."""
        async with self._database.read() as connection:
            await _linked(connection, asker)
            return await _all_accounts(connection, asker)

    async def unlink(self, asker: Asker) -> Linked:
        """Parts the accounts again, each with its own history. Raises Conflict(`not_linked`)."""
        now = self._clock.now()
        async with self._database.write() as connection:
            await once(connection, asker)
            rows = await _linked(connection, asker)
            parted = await _all_accounts(connection, asker)
            await part(connection, asker.person_id, rows, now)
            for row in rows:
                details = {"platforms": [each.platform for each in rows]}
                await record(connection, now, "unlinked", person_id=row.home_id, details=details)
            return parted

    def _waits(self, row: CodeRow) -> bool:
        return row.identity_id is not None and row.expires_at > self._clock.now()

    async def _use(self, connection: Connection, asker: Asker, row: CodeRow) -> LinkOffered:
        if row.person_id == asker.person_id:
            raise Conflict("own_code")
        await _refuse_linked(connection, asker.person_id, row.person_id)
        (first,) = await identities_of(connection, row.person_id)
        second = await identity(connection, asker.platform, asker.external_id)
        if second is None or first.platform == second.platform:
            raise Conflict("same_platform")
        now = self._clock.now()
        await use_code(connection, row.id, now, identity_id=second.id, expires_at=now + LASTS)
        used = await code_of(connection, _LINK, row.person_id)
        return await _offer(connection, used or row)

    async def _accounts(
        self, connection: Connection, asker: Asker, code_id: int
    ) -> tuple[IdentityRow, IdentityRow]:
        """The asker's account and the one that waits for their yes."""
        row = await code_of(connection, _LINK, asker.person_id)
        first = await identity(connection, asker.platform, asker.external_id)
        if row is None or row.id != code_id or not self._waits(row) or first is None:
            raise NotFound("nothing_to_confirm")
        return first, await _waiting(connection, row)


async def _offer(connection: Connection, row: CodeRow) -> LinkOffered:
    (first,) = await identities_of(connection, row.person_id)
    who = await person(connection, row.person_id)
    second = await _waiting(connection, row)
    language = "" if who is None else who.language
    return LinkOffered(row.id, _account(first), _account(second), language, row.expires_at)


async def _waiting(connection: Connection, row: CodeRow) -> IdentityRow:
    found = None if row.identity_id is None else await identity_by_id(connection, row.identity_id)
    assert found is not None  # noqa: S101 - codes go with the account that waits
    return found


async def _refuse_linked(connection: Connection, *person_ids: int) -> None:
    for person_id in person_ids:
        if await linked_accounts(connection, person_id):
            raise Conflict("already_linked")


async def _linked(connection: Connection, asker: Asker) -> list[LinkedRow]:
    rows = await linked_accounts(connection, asker.person_id)
    if not rows:
        raise Conflict("not_linked")
    return rows


async def _all_accounts(connection: Connection, asker: Asker) -> Linked:
    return Linked(tuple(_account(row) for row in await identities_of(connection, asker.person_id)))


def _account(row: IdentityRow) -> Account:
    return Account(row.platform, row.external_id, row.name)
