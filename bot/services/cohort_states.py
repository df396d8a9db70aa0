"""The life of a cohort: draft > running <> paused > ended, and deleted, which can be undone for thirty days.

What was posted stays whatever happens; what lies ahead is removed when the posts stop, and laid out again
when they go on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.clock import Clock
from bot.domain.calendar import local
from bot.domain.digest_time import next_digest_time
from bot.domain.errors import Conflict
from bot.services.access import cohort_to_administer
from bot.services.asker import Asker
from bot.services.curricula import Curricula
from bot.services.curricula_roadmap import Roadmap
from bot.services.once import once
from bot.services.timetables import first_open_date, layout, post_time, save_layout
from storage.connection import Connection
from storage.database import Database
from storage.repositories.audit import record
from storage.repositories.cohorts import CohortRow
from storage.repositories.cohorts_writing import (
    change_cohort,
    reopen_rooms,
)
from storage.repositories.digests import plan_digest
from storage.repositories.excused import ExcusedRow, end_excuse, excuse_cohort
from storage.repositories.ledger import cancel_due
from storage.repositories.memberships import drop_standings, members_count
from storage.repositories.reminders import look_again
from storage.repositories.timetables import movable_dates, next_study_date, replace_movable

KEPT = timedelta(days=30)
COHORT_PAUSE = "cohort_pause"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

_ALLOWED: Mapping[str, tuple[frozenset[str], str]] = {
    "start": (frozenset({"draft"}), "cannot_start"),
    "pause": (frozenset({"running"}), "cannot_pause"),
    "resume": (frozenset({"paused", "deleted"}), "cannot_resume"),
    "end": (frozenset({"running", "paused"}), "cannot_end"),
    "delete": (frozenset({"draft", "running", "paused", "ended"}), "cannot_delete"),
}
"""The states in which a step is allowed, and the refusal in all others."""


@dataclass(frozen=True, slots=True)
class StateChanged:
    """A cohort in its new state. `next_post_at` and `last` are None where nothing more is planned."""

    cohort_id: int
    name: str
    state: str
    zone: str
    members: int
    next_post_at: datetime | None = None
    last: date | None = None
    kept_until: datetime | None = None


class CohortStates:
    """Changes the state of cohorts; a step raises Conflict(`cannot_<step>`) in a state that forbids it."""

    def __init__(self, database: Database, curricula: Curricula, clock: Clock) -> None:
        self._database = database
        self._curricula = curricula
        self._clock = clock

    async def start(self, asker: Asker, wanted: str) -> StateChanged:
        """Lays out a draft's timetable from its start, or the next date that can be kept, and lets it run."""
        return await self._go_on(asker, wanted, "start")

    async def resume(self, asker: Asker, wanted: str) -> StateChanged:
        """Goes on after a pause, on the next date that can be kept; or brings back what was deleted.

        A running cohort is heard again in rooms in which it could not speak.
        """
        return await self._go_on(asker, wanted, "resume")

    async def pause(self, asker: Asker, wanted: str) -> StateChanged:
        """Stops the posts; the dates ahead are excused, and the roadmap waits."""
        return await self._stop(asker, wanted, "pause")

    async def end(self, asker: Asker, wanted: str) -> StateChanged:
        """Ends the cohort now; streaks stay as they are."""
        return await self._stop(asker, wanted, "end")

    async def to_delete(self, asker: Asker, wanted: str) -> StateChanged:
        """What would be deleted; nothing changes."""
        async with self._database.read() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            _refuse(found, "delete")
            kept_until = self._clock.now() + KEPT
            return StateChanged(
                found.id,
                found.name,
                found.state,
                found.zone,
                await members_count(connection, found.id),
                kept_until=kept_until,
            )

    async def delete(self, asker: Asker, wanted: str) -> StateChanged:
        """Deletes the cohort for everybody; `resume` brings it back for thirty days."""
        return await self._stop(asker, wanted, "delete")

    async def _go_on(self, asker: Asker, wanted: str, step: str) -> StateChanged:
        now = self._clock.now()
        async with self._database.read() as connection:
            version_id = (await cohort_to_administer(connection, asker, wanted)).curriculum_version_id
        roadmap = await self._curricula.roadmap(version_id)
        async with self._database.write() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            is_resumed = step == "resume" and found.state == "running"
            if not (is_resumed and await reopen_rooms(connection, found.id, now)):
                _refuse(found, step)
            await once(connection, asker)
            state = _state_to_go_on_in(found)
            await change_cohort(connection, found.id, **_columns(state, found, now))
            if state == "running":
                await self._lay_out(connection, found, roadmap, now)
                await look_again(connection, now, cohort_id=found.id)
                await plan_digest(connection, found.id, next_digest_time(now, found.zone))
            return await self._changed(connection, asker, found, step, state, now)

    async def _lay_out(
        self, connection: Connection, found: CohortRow, roadmap: Roadmap, now: datetime
    ) -> None:
        ahead = await layout(connection, found, roadmap, now)
        await save_layout(connection, found.id, ahead, now)
        await reopen_rooms(connection, found.id, now)
        first = first_open_date(now, found.zone, post_time(found.post_minutes))
        await end_excuse(connection, found.id, COHORT_PAUSE, first)

    async def _stop(self, asker: Asker, wanted: str, step: str) -> StateChanged:
        now = self._clock.now()
        state = {"pause": "paused", "end": "ended", "delete": "deleted"}[step]
        async with self._database.write() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            _refuse(found, step)
            await once(connection, asker)
            if state != "ended":
                await _excuse_what_lies_ahead(connection, found.id, now)
            if state != "paused":
                await cancel_due(connection, found.id, now)
            await replace_movable(connection, found.id, _BEGINNING)
            await change_cohort(connection, found.id, **_columns(state, found, now))
            return await self._changed(connection, asker, found, step, state, now)

    async def _changed(
        self,
        connection: Connection,
        asker: Asker,
        found: CohortRow,
        step: str,
        state: str,
        now: datetime,
    ) -> StateChanged:
        await drop_standings(connection, cohort_id=found.id)
        await record(
            connection,
            now,
            f"cohort_{step}",
            space_id=found.space_id,
            cohort_id=found.id,
            person_id=asker.person_id,
            details={"from": found.state},
        )
        upcoming = await next_study_date(connection, found.id, now)
        dates = await movable_dates(connection, found.id)
        return StateChanged(
            found.id,
            found.name,
            state,
            found.zone,
            await members_count(connection, found.id),
            None if upcoming is None else upcoming.posts_at,
            dates[-1] if dates else None,
            now + KEPT if state == "deleted" else None,
        )


def _refuse(found: CohortRow, step: str) -> None:
    allowed, refusal = _ALLOWED[step]
    if found.state not in allowed:
        raise Conflict(refusal, cohort=found.name, state=found.state)


def _state_to_go_on_in(found: CohortRow) -> str:
    """Running, but for what was deleted in another state: that comes back as it was."""
    if found.state != "deleted":
        return "running"
    if found.ended_at is not None:
        return "ended"
    if found.started_at is None:
        return "draft"
    return "running" if found.paused_since is None else "paused"


def _columns(state: str, found: CohortRow, now: datetime) -> dict[str, object]:
    columns: dict[str, object] = {"state": state, "next_post_at": None}
    match state:
        case "running":
            columns |= {"started_at": found.started_at or now, "paused_since": None, "deleted_at": None}
        case "paused":
            since = found.paused_since or local(now, found.zone).date()
            columns |= {"paused_since": since, "deleted_at": None}
        case "ended":
            columns |= {"ended_at": found.ended_at or now, "deleted_at": None}
        case "deleted":
            columns["deleted_at"] = now
        case _:
            columns["deleted_at"] = None
    return columns


async def _excuse_what_lies_ahead(connection: Connection, cohort_id: int, now: datetime) -> None:
    dates = await movable_dates(connection, cohort_id)
    await excuse_cohort(connection, cohort_id, [ExcusedRow(day, COHORT_PAUSE, "") for day in dates], now)
