"""Changing a cohort: what would move is shown first, and saved when the admin says so. The past stays.

The edit that was shown waits under the cohort's id; a change in between, or another edit, makes it void.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.clock import Clock
from bot.domain.digest_time import next_digest_time
from bot.domain.errors import Conflict, Invalid
from bot.services.access import cohort_to_administer
from bot.services.asker import Asker
from bot.services.cohort_preview import CohortPreview, Warnings, preview_of, warnings_of
from bot.services.cohort_settings import Changed, Wishes, changes, columns, with_wishes
from bot.services.cohorts import refuse_taken_name, room_for
from bot.services.curricula import Curricula
from bot.services.curricula_roadmap import Roadmap
from bot.services.once import once
from bot.services.study_context import zone_left
from bot.services.timetables import Layout, layout, save_layout
from storage.connection import Connection
from storage.database import Database
from storage.repositories.audit import record
from storage.repositories.cohorts import CohortRow, cohorts_of_space
from storage.repositories.cohorts_writing import (
    change_cohort,
    move_home,
    reopen_rooms,
)
from storage.repositories.digests import plan_digest
from storage.repositories.memberships import drop_standings
from storage.repositories.remembered import forget, remember, remembered
from storage.repositories.reminders import look_again
from storage.repositories.timetables import latest_day

_EDITABLE = frozenset({"draft", "running", "paused"})


@dataclass(frozen=True, slots=True)
class Move:
    """A study day, by its number, before and after; None where it was not or will not be."""

    number: int
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class EditShown:
    """What an edit would change. `nonce` names it for the button that saves it."""

    cohort_id: int
    name: str
    zone: str
    nonce: str
    changed: tuple[Changed, ...]
    room: str
    moves: tuple[Move, ...]
    posted: int
    last_before: date | None
    last_after: date | None
    warnings: Warnings


@dataclass(frozen=True, slots=True)
class EditSaved:
    """A cohort after an edit."""

    cohort_id: int
    name: str
    zone: str
    next_post_at: datetime | None
    last: date | None


class CohortEdits:
    """Shows edits and saves them. A draft has nothing that could move, and is changed at once."""

    def __init__(self, database: Database, curricula: Curricula, clock: Clock) -> None:
        self._database = database
        self._curricula = curricula
        self._clock = clock

    async def show(self, asker: Asker, wanted: str, wishes: Wishes) -> EditShown | CohortPreview:
        """What the wishes would change; for a draft, its new preview.

        Raises Invalid (`nothing_to_change`, `has_begun` for a new start, or a setting that cannot be used),
        Conflict (`cannot_edit`, `name_taken`).
        """
        now = self._clock.now()
        roadmap = await self._roadmap(asker, wanted)
        async with self._database.write() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            await _refuse(connection, found, wishes, now)
            await once(connection, asker)
            after = with_wishes(found, wishes)
            room_id = None if wishes.room is None else await room_for(connection, asker, wishes.room)
            if found.state == "draft":
                await _store(connection, asker, found, columns(found, after), room_id, now)
                return await preview_of(
                    connection, after, roadmap, await layout(connection, after, roadmap, now)
                )
            changed = changes(found, after)
            if not changed and room_id is None:
                raise Invalid("nothing_to_change", cohort=found.name)
            nonce = secrets.token_hex(3)
            await remember(connection, _key(found.id), _pending(nonce, found, columns(found, after), room_id))
            laid_before = await layout(connection, found, roadmap, now)
            laid_after = await layout(connection, after, roadmap, now)
            return EditShown(
                cohort_id=found.id,
                name=found.name,
                zone=after.zone,
                nonce=nonce,
                changed=changed,
                room="" if wishes.room is None else wishes.room.name or wishes.room.channel,
                moves=_moves(laid_before, laid_after),
                posted=len(laid_after.kept),
                last_before=_last(laid_before),
                last_after=_last(laid_after),
                warnings=warnings_of(laid_after.compiled.warnings, roadmap),
            )

    async def save(self, asker: Asker, wanted: str, nonce: str) -> EditSaved:
        """Saves the edit that was shown; raises Conflict(`edit_outdated`) if something came in between."""
        now = self._clock.now()
        roadmap = await self._roadmap(asker, wanted)
        async with self._database.write() as connection:
            await once(connection, asker)
            found = await cohort_to_administer(connection, asker, wanted)
            pending = json.loads(await remembered(connection, _key(found.id)) or "{}")
            if pending.get("nonce") != nonce or pending["revision"] != found.revision:
                raise Conflict("edit_outdated", cohort=found.name)
            values = _restored(pending["values"])
            if found.state != "draft" and values.get("zone", found.zone) != found.zone:
                values["streak"] = zone_left(values.get("streak", found.streak), found.zone, now)
            await _store(connection, asker, found, values, pending["room"], now)
            await forget(connection, _key(found.id))
            after = replace(found, **values)
            laid_out = await layout(connection, after, roadmap, now)
            if found.state == "running":
                await save_layout(connection, found.id, laid_out, now)
            await drop_standings(connection, cohort_id=found.id)
            if "zone" in values:
                await look_again(connection, now, cohort_id=found.id)
                await plan_digest(connection, found.id, next_digest_time(now, str(values["zone"])))
            upcoming = laid_out.ahead[0].posts_at if laid_out.ahead else None
            return EditSaved(found.id, after.name, after.zone, upcoming, _last(laid_out))

    async def _roadmap(self, asker: Asker, wanted: str) -> Roadmap:
        async with self._database.read() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
        return await self._curricula.roadmap(found.curriculum_version_id)


async def _refuse(connection: Connection, found: CohortRow, wishes: Wishes, now: datetime) -> None:
    if found.state not in _EDITABLE:
        raise Conflict("cannot_edit", cohort=found.name, state=found.state)
    if wishes.name:
        refuse_taken_name(await cohorts_of_space(connection, found.space_id), wishes.name, found.id)
    if wishes.start is not None and await latest_day(connection, found.id, now) is not None:
        raise Invalid("has_begun", cohort=found.name, start=found.start)


async def _store(
    connection: Connection,
    asker: Asker,
    found: CohortRow,
    values: Mapping[str, Any],
    room_id: int | None,
    now: datetime,
) -> None:
    await change_cohort(connection, found.id, **values)
    if room_id is not None:
        await move_home(connection, found.id, room_id)
        await reopen_rooms(connection, found.id, now)
    await record(
        connection,
        now,
        "cohort_edited",
        space_id=found.space_id,
        cohort_id=found.id,
        person_id=asker.person_id,
        details={"settings": sorted(values), "room": room_id},
    )


def _moves(before: Layout, after: Layout) -> tuple[Move, ...]:
    """The days ahead whose post would come at another instant."""
    old = {day.number: day.posts_at for day in before.ahead}
    new = {day.number: day.posts_at for day in after.ahead}
    numbers = sorted(old.keys() | new.keys())
    return tuple(
        Move(number, old.get(number), new.get(number))
        for number in numbers
        if old.get(number) != new.get(number)
    )


def _last(found: Layout) -> date | None:
    return found.compiled.days[-1].day if found.compiled.days else None


def _key(cohort_id: int) -> str:
    return f"edit:{cohort_id}"


def _pending(nonce: str, found: CohortRow, values: Mapping[str, Any], room_id: int | None) -> str:
    plain = {name: str(value) if isinstance(value, date) else value for name, value in values.items()}
    return json.dumps({"nonce": nonce, "revision": found.revision, "values": plain, "room": room_id})


def _restored(values: Mapping[str, Any]) -> dict[str, Any]:
    start = {"start": date.fromisoformat(values["start"])} if "start" in values else {}
    return {**values, **start}
