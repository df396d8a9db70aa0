"""Days off for a whole cohort: single dates, or a country's public holidays. Streaks follow by themselves.

A date that was posted stays posted and is excused; one ahead leaves the timetable.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from rapidfuzz import process

from bot.clock import Clock
from bot.domain.errors import Conflict, Invalid, UnknownChoice
from bot.services.access import cohort_to_administer
from bot.services.asker import Asker
from bot.services.curricula import Curricula
from bot.services.once import once
from bot.services.timetables import HOLIDAY, layout, save_layout
from storage.database import Database
from storage.repositories.audit import record
from storage.repositories.cohorts_writing import change_cohort
from storage.repositories.excused import ExcusedRow, cohort_days_off, excuse_cohort
from storage.repositories.memberships import drop_standings

_CLOSED = frozenset({"ended", "deleted"})
_FURTHEST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class DaysOffAdded:
    """The days off that are new, and what they do to the end of the roadmap."""

    cohort_id: int
    name: str
    zone: str
    added: tuple[ExcusedRow, ...]
    past: int
    last_before: date | None
    last_after: date | None
    next_post_at: datetime | None


class CohortHolidays:
    """Adds days off; they are never taken back for past dates."""

    def __init__(self, database: Database, curricula: Curricula, clock: Clock) -> None:
        self._database = database
        self._curricula = curricula
        self._clock = clock

    async def skip(self, asker: Asker, wanted: str, day: date | None, country: str) -> DaysOffAdded:
        """Adds one day off, or a country's public holidays within the cohort's span.

        Raises Invalid (`skip_what`, `day_too_far`), UnknownChoice(`country`) and Conflict (`cannot_skip`,
        `no_holidays`, `already_off`).
        """
        if day is None and not country:
            raise Invalid("skip_what")
        now = self._clock.now()
        async with self._database.read() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
        roadmap = await self._curricula.roadmap(found.curriculum_version_id)
        async with self._database.read() as connection:
            before = await layout(connection, found, roadmap, now)
        last = before.compiled.days[-1].day if before.compiled.days else found.start
        wished = [] if day is None else [ExcusedRow(_in_reach(day, found.start, last), HOLIDAY, "")]
        if country:
            wished += await asyncio.to_thread(public_holidays, country, found.start, last)
        if not wished:
            raise Conflict("no_holidays", country=country, first=found.start, last=last)
        async with self._database.write() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            if found.state in _CLOSED:
                raise Conflict("cannot_skip", cohort=found.name, state=found.state)
            await once(connection, asker)
            known = {row.day for row in await cohort_days_off(connection, found.id) if row.kind == HOLIDAY}
            added = sorted(
                {row.day: row for row in wished if row.day not in known}.values(), key=attrgetter("day")
            )
            if not added:
                raise Conflict("already_off", cohort=found.name)
            await excuse_cohort(connection, found.id, added, now)
            laid_out = await layout(connection, found, roadmap, now)
            if found.state == "running":
                await save_layout(connection, found.id, laid_out, now)
            await change_cohort(connection, found.id)
            await drop_standings(connection, cohort_id=found.id)
            await record(
                connection,
                now,
                "cohort_skipped",
                space_id=found.space_id,
                cohort_id=found.id,
                person_id=asker.person_id,
                details={"days": [row.day.isoformat() for row in added]},
            )
        kept = {row.day for row in laid_out.kept}
        return DaysOffAdded(
            cohort_id=found.id,
            name=found.name,
            zone=found.zone,
            added=tuple(added),
            past=len([row for row in added if row.day in kept]),
            last_before=before.compiled.days[-1].day if before.compiled.days else None,
            last_after=laid_out.compiled.days[-1].day if laid_out.compiled.days else None,
            next_post_at=laid_out.ahead[0].posts_at if laid_out.ahead else None,
        )


def public_holidays(country: str, first: date, last: date) -> list[ExcusedRow]:
    """A country's public holidays from `first` to `last`, by their names; `DE-BY` are those of Bavaria.

    Raises UnknownChoice(`country`).

    The package is imported here because it is large, and few ever ask.
    """
    from holidays import country_holidays, list_supported_countries  # noqa: PLC0415 - see above
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - see above

    names = {code: (key.replace("_", " "), *codes) for key, codes in COUNTRIES.items() for code in codes[1:2]}
    wanted, _, part = country.partition("-")
    code = _country(wanted, names)
    subdivision = _part(code, part, list_supported_countries().get(code, ())) if part else None
    found = country_holidays(code, subdiv=subdivision, years=range(first.year, last.year + 1))
    return [ExcusedRow(day, HOLIDAY, name) for day, name in sorted(found.items()) if first <= day <= last]


def _country(wanted: str, names: Mapping[str, Sequence[str]]) -> str:
    word = wanted.strip().casefold()
    for code, called in names.items():
        if word in {name.casefold() for name in called}:
            return code
    choices = {code: called[0] for code, called in names.items()}
    nearest = [code for _name, _score, code in process.extract(word, choices, limit=3)]
    raise UnknownChoice("country", wanted, tuple(f"{choices[code].title()} ({code})" for code in nearest))


def _part(code: str, wanted: str, known: Sequence[str]) -> str:
    word = wanted.strip().casefold()
    for part in known:
        if part.casefold() == word:
            return part
    nearest = [part for part, _score, _place in process.extract(wanted, list(known), limit=3)]
    raise UnknownChoice("country", f"{code}-{wanted}", tuple(f"{code}-{part}" for part in nearest))


def _in_reach(day: date, first: date, last: date) -> date:
    if not first <= day <= last + _FURTHEST:
        raise Invalid("day_too_far", day=day, first=first)
    return day
