"""Cohorts: making one from a few wishes and sensible defaults, and seeing beforehand what it will do."""

from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.clock import Clock
from bot.domain.errors import Conflict, Forbidden, Invalid, TooMany
from bot.interface.address import RoomAddress
from bot.services.access import cohort_to_administer
from bot.services.asker import Asker
from bot.services.cohort_preview import CohortPreview, preview_of
from bot.services.cohort_settings import Wishes, with_wishes
from bot.services.curricula import Curricula
from bot.services.curricula_roadmap import Roadmap
from bot.services.once import once
from bot.services.timetables import first_open_date, layout, minutes_of, stored_weekdays
from storage.connection import Connection
from storage.database import Database
from storage.repositories.audit import record
from storage.repositories.cohorts import (
    CohortRow,
    cohort,
    cohorts_heard_in_space,
    cohorts_of_person,
    cohorts_of_space,
)
from storage.repositories.cohorts_writing import NewCohort, add_draft, add_room
from storage.repositories.places import note_room

MOST_COHORTS = 50
USUAL_TIME = time(9)
_MONDAY_TO_FRIDAY = range(5)
_OVER = frozenset({"ended", "deleted"})


@dataclass(frozen=True, slots=True)
class _Zone:
    name: str
    guessed: bool = False


class Cohorts:
    """Makes drafts of cohorts and shows what they would post."""

    def __init__(self, database: Database, curricula: Curricula, clock: Clock) -> None:
        self._database = database
        self._curricula = curricula
        self._clock = clock

    async def names(self, asker: Asker) -> dict[str, str]:
        """The cohorts the asker can name, by id: their own, and all of the space or attached to it."""
        async with self._database.read() as connection:
            own = await cohorts_of_person(connection, asker.person_id)
            here = [] if asker.space_id is None else await cohorts_heard_in_space(connection, asker.space_id)
        found = [each for each in (*here, *own) if each.state in {"running", "paused", "ended"}]
        if asker.administers:
            found += [each for each in here if each.state == "draft" and each.space_id == asker.space_id]
        return {str(each.id): each.name for each in sorted(found, key=lambda each: -each.id)}

    async def create(self, asker: Asker, curriculum: str, wishes: Wishes) -> CohortPreview:
        """Makes a draft and shows its preview.

        Raises Forbidden, UnknownChoice(`curriculum`), TooMany(`too_many_cohorts`), Conflict(`name_taken`) and
        Invalid (`room_elsewhere`, or a setting that cannot be used).
        """
        if not asker.administers or asker.space_id is None:
            raise Forbidden("admins_only", command="cohort create")
        roadmap = await self._curricula.choose(asker, curriculum)
        now = self._clock.now()
        async with self._database.write() as connection:
            await once(connection, asker)
            others = await cohorts_of_space(connection, asker.space_id)
            _refuse_one_more(others, wishes.name)
            zone = _zone(asker, wishes, others)
            draft_id = await add_draft(
                connection, _draft(asker.space_id, roadmap, wishes, zone.name, now), now
            )
            await add_room(connection, draft_id, await room_for(connection, asker, wishes.room))
            await record(
                connection,
                now,
                "cohort_created",
                space_id=asker.space_id,
                cohort_id=draft_id,
                person_id=asker.person_id,
            )
            return await self._preview(connection, draft_id, roadmap, zone_guessed=zone.guessed)

    async def preview(self, asker: Asker, wanted: str) -> CohortPreview:
        """The next posts of a cohort, as they are planned or, for a draft or a paused one, would be.

        Raises Conflict(`cannot_preview`) for one that is over.
        """
        async with self._database.read() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
        if found.state in _OVER:
            raise Conflict("cannot_preview", cohort=found.name, state=found.state)
        roadmap = await self._curricula.roadmap(found.curriculum_version_id)
        async with self._database.read() as connection:
            return await self._preview(connection, found.id, roadmap)

    async def _preview(
        self, connection: Connection, cohort_id: int, roadmap: Roadmap, *, zone_guessed: bool = False
    ) -> CohortPreview:
        found = await cohort(connection, cohort_id)
        assert found is not None  # noqa: S101 - it was read in this request
        laid_out = await layout(connection, found, roadmap, self._clock.now())
        return await preview_of(connection, found, roadmap, laid_out, zone_guessed=zone_guessed)


async def room_for(connection: Connection, asker: Asker, wanted: RoomAddress | None) -> int:
    """The id of the wished room, or of the one the asker is in; raises Invalid(`room_elsewhere`)."""
    place = wanted or asker.room
    if (place.platform, place.space) != (asker.room.platform, asker.room.space) or asker.space_id is None:
        raise Invalid("room_elsewhere", room=place.name or place.channel)
    return await note_room(connection, asker.space_id, place.channel, place.thread, place.name)


def refuse_taken_name(others: list[CohortRow], name: str, own_id: int = 0) -> None:
    """Raises Conflict(`name_taken`) where another cohort of the space, not deleted, has the name."""
    taken = {other.name.casefold() for other in others if other.state != "deleted" and other.id != own_id}
    if name.casefold() in taken:
        raise Conflict("name_taken", name=name)


def _refuse_one_more(others: list[CohortRow], name: str) -> None:
    if len([other for other in others if other.state != "deleted"]) >= MOST_COHORTS:
        raise TooMany("too_many_cohorts", MOST_COHORTS)
    refuse_taken_name(others, name)


def _zone(asker: Asker, wishes: Wishes, others: list[CohortRow]) -> _Zone:
    """What was wished, else the asker's own, else that of the space's newest cohort, else UTC as a guess."""
    known = wishes.zone or asker.zone or next((other.zone for other in others), "")
    return _Zone(known) if known else _Zone("UTC", guessed=True)


def _draft(space_id: int, roadmap: Roadmap, wishes: Wishes, zone: str, now: datetime) -> NewCohort:
    at = wishes.at or USUAL_TIME
    usual = CohortRow(
        id=0,
        space_id=space_id,
        curriculum_version_id=roadmap.version_id,
        name=wishes.name,
        state="draft",
        language=roadmap.curriculum.language,
        zone=zone,
        post_minutes=minutes_of(at),
        weekdays=stored_weekdays(_MONDAY_TO_FRIDAY),
        start=first_open_date(now, zone, at),
        pacing={},
        streak={},
        late_policy="shift",
        threads=False,
        features={},
        next_post_at=None,
        digest_at=None,
        revision=1,
        created_at=now,
        started_at=None,
        paused_since=None,
        ended_at=None,
        deleted_at=None,
    )
    wished = with_wishes(usual, replace(wishes, zone=zone))
    return NewCohort(**{name: getattr(wished, name) for name in NewCohort.__slots__})
