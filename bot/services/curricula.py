"""Curricula: which there are to choose from, and the pinned versions that cohorts walk through.

A bundled one is stored as an immutable version when it is first chosen; what is in use stays in memory.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process

from bot.domain.errors import UnknownChoice
from bot.domain.pacing import Pace, study_days_by_pace
from bot.services.asker import Asker
from bot.services.curricula_roadmap import Roadmap, roadmap_of
from curricula import shelf
from curricula.schema import Curriculum
from curricula.summary import Summary, summary
from curricula.writing import canonical_json, digest
from storage.database import Database
from storage.repositories.curricula import NewVersion, VersionRow, content_of, newest_own, store_version

_MOST_IN_MEMORY = 64


@dataclass(frozen=True, slots=True)
class CurriculumLine:
    """A curriculum on the list. `own` ones were loaded by this space."""

    slug: str
    title: str
    language: str
    own: bool
    summary: Summary


@dataclass(frozen=True, slots=True)
class CurriculumShown:
    """A curriculum in detail, with its number of study days at each pace (Monday to Friday)."""

    slug: str
    curriculum: Curriculum
    summary: Summary
    study_days: Mapping[Pace, int]


class Curricula:
    """Finds, stores and remembers curricula. `cache` keeps validated files, for a quicker start."""

    def __init__(self, database: Database, cache: Path | None = None) -> None:
        self._database = database
        self._cache = cache
        self._bundled: dict[str, Curriculum] = {}
        self._loading = asyncio.Lock()
        self._roadmaps: OrderedDict[int, Roadmap] = OrderedDict()

    async def titles(self, asker: Asker) -> dict[str, str]:
        """The titles of all that the asker can choose from, by slug."""
        bundled = await self._all_bundled()
        own = await self._own(asker)
        return {slug: curriculum.title for slug, curriculum in bundled.items()} | {
            slug: row.title for slug, row in own.items()
        }

    async def listed(self, asker: Asker) -> tuple[CurriculumLine, ...]:
        """Every curriculum that the asker can choose, the bundled ones first."""
        bundled = dict(await self._all_bundled())
        own = {
            slug: (await self.roadmap(row.id)).curriculum for slug, row in (await self._own(asker)).items()
        }
        chosen = {slug: curriculum for slug, curriculum in bundled.items() if slug not in own} | own
        return tuple(
            CurriculumLine(slug, each.title, each.language, slug in own, summary(each))
            for slug, each in chosen.items()
        )

    async def shown(self, asker: Asker, wanted: str) -> CurriculumShown:
        """One curriculum in detail; raises UnknownChoice."""
        roadmap = await self.choose(asker, wanted)
        days = study_days_by_pace(roadmap.outline)
        return CurriculumShown(roadmap.curriculum.id, roadmap.curriculum, summary(roadmap.curriculum), days)

    async def choose(self, asker: Asker, wanted: str) -> Roadmap:
        """The curriculum that a word means, by its slug or title; raises UnknownChoice with the nearest."""
        slug = meant_by(wanted, await self.titles(asker))
        own = await self._own(asker)
        if slug in own:
            return await self.roadmap(own[slug].id)
        curriculum = self._bundled[slug]
        version = NewVersion(slug, digest(curriculum), curriculum.title, canonical_json(curriculum))
        async with self._database.write() as connection:
            version_id = await store_version(connection, version, asker.at)
        return self._remember(version_id, curriculum)

    async def roadmap(self, version_id: int) -> Roadmap:
        """The stored version with that id, which must be there."""
        if version_id in self._roadmaps:
            self._roadmaps.move_to_end(version_id)
            return self._roadmaps[version_id]
        async with self._database.read() as connection:
            content = await content_of(connection, version_id)
        return self._remember(version_id, await asyncio.to_thread(Curriculum.model_validate_json, content))

    def _remember(self, version_id: int, curriculum: Curriculum) -> Roadmap:
        if version_id not in self._roadmaps:
            self._roadmaps[version_id] = roadmap_of(version_id, curriculum)
            if len(self._roadmaps) > _MOST_IN_MEMORY:
                self._roadmaps.popitem(last=False)
        return self._roadmaps[version_id]

    async def _all_bundled(self) -> Mapping[str, Curriculum]:
        async with self._loading:
            for slug in shelf.bundled():
                if slug not in self._bundled:
                    self._bundled[slug] = await asyncio.to_thread(shelf.open, slug, cache=self._cache)
        return self._bundled

    async def _own(self, asker: Asker) -> dict[str, VersionRow]:
        if asker.space_id is None:
            return {}
        async with self._database.read() as connection:
            return {row.slug: row for row in await newest_own(connection, asker.space_id)}


def meant_by(wanted: str, titles: Mapping[str, str]) -> str:
    """The slug meant by a slug, a title, or the beginning of only one of them; raises UnknownChoice."""
    word = wanted.strip().casefold()
    names = {slug: (slug.casefold(), title.casefold()) for slug, title in titles.items()}
    exact = [slug for slug, called in names.items() if word in called]
    begun = [slug for slug, called in names.items() if word and any(each.startswith(word) for each in called)]
    for found in (exact, begun):
        if len(found) == 1:
            return found[0]
    nearest = [slug for _text, _score, slug in process.extract(word, _texts(titles), limit=3)]
    raise UnknownChoice("curriculum", wanted, tuple(str(slug) for slug in nearest))


def _texts(titles: Mapping[str, str]) -> dict[str, str]:
    return {slug: f"{slug} {title}".casefold() for slug, title in titles.items()}
