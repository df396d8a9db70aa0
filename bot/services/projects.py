"""Projects: handed in, handed in again, and shown as a portfolio."""

from urllib.parse import urlsplit

from rapidfuzz import process

from bot.clock import Clock
from bot.domain.errors import Conflict, Invalid, UnknownChoice
from bot.domain.standing import Rule
from bot.domain.streak import explain
from bot.interface.address import PersonRef
from bot.services.access import own_cohort
from bot.services.asker import Asker
from bot.services.curricula import Curricula
from bot.services.curricula_roadmap import Roadmap
from bot.services.features import features_of
from bot.services.learners import Learners, Studies
from bot.services.once import once
from bot.services.project_facts import HandedIn, Piece, Portfolio
from bot.services.project_pieces import completion_of, piece_with, pieces_of
from bot.services.project_turns import ask_reviewers
from bot.services.standings import member_to_see
from bot.services.study_facts import Whereabouts
from bot.services.study_windows import whereabouts
from storage.connection import Connection
from storage.database import Database
from storage.repositories.cohorts import CohortRow, cohort, cohorts_of_person
from storage.repositories.nudges import note_answer
from storage.repositories.reviews import open_reviews
from storage.repositories.standings import storing
from storage.repositories.submissions import NewSubmission, add_submission, submission
from storage.running import OnConnection

_GONE = frozenset({"draft", "deleted"})


class Projects:
    """Takes projects in and shows them."""

    def __init__(self, database: Database, curricula: Curricula, learners: Learners, clock: Clock) -> None:
        self._database = database
        self._curricula = curricula
        self._learners = learners
        self._clock = clock

    async def submit(self, asker: Asker, wanted: str, project: str, link: str, note: str) -> HandedIn:
        """Hands a project in, or in again, and asks members to review it.

        Its project days ask for no check-in any more, if it comes before they are over. Raises Invalid
        (`bad_link`), Conflict (`no_projects`, `projects_off`), UnknownChoice and what `own_cohort` raises.
        """
        url = _web_address(link)
        async with self._database.read() as connection:
            meant, _ = await own_cohort(connection, asker, wanted)
        if not features_of(meant.features).projects:
            raise Conflict("projects_off", cohort=meant.name)
        roadmap = await self._curricula.roadmap(meant.curriculum_version_id)
        chosen = _project_meant(roadmap, project, meant)
        async with self._database.write() as connection:
            await once(connection, asker)
            await own_cohort(connection, asker, str(meant.id))
            new = NewSubmission(
                meant.id,
                asker.person_id,
                chosen,
                roadmap.projects[chosen].title,
                url,
                note,
                asker.platform,
                asker.at,
            )
            row = await submission(connection, await add_submission(connection, new))
            assert row is not None  # noqa: S101 - it has just been added
            await note_answer(connection, asker.person_id, asker.at)
            await ask_reviewers(connection, row, max(asker.at, self._clock.now()))
            return await self._handed_in(connection, asker, roadmap, await piece_with(connection, row))

    async def portfolio(self, asker: Asker, wanted: str, member: PersonRef | None = None) -> Portfolio:
        """The projects of the asker, or of a member they may see; raises what `Standings.streak` does."""
        async with self._database.read() as connection:
            (person_id, cohort_id), whose = await member_to_see(connection, asker, wanted, member)
            pieces = await pieces_of(connection, person_id, cohort_id)
            waiting = await open_reviews(connection, person_id) if whose.own else ()
            found = await cohort(connection, cohort_id)
        assert found is not None  # noqa: S101 - it was read in this request
        roadmap = await self._curricula.roadmap(found.curriculum_version_id)
        order = {project: place for place, project in enumerate(roadmap.projects)}
        return Portfolio(
            Whereabouts(found.id, found.name, asker.zone or found.zone),
            whose,
            sorted(pieces, key=lambda piece: order.get(piece.project, len(order))),
            completion_of(roadmap, pieces),
            len(waiting),
            features_of(found.features).projects,
        )

    async def titles(self, asker: Asker) -> dict[str, tuple[str, bool]]:
        """The projects of the asker's cohorts by id: the title, and whether it is handed in already."""
        async with self._database.read() as connection:
            own = await cohorts_of_person(connection, asker.person_id)
            done = {piece.project for piece in await pieces_of(connection, asker.person_id)}
        found: dict[str, tuple[str, bool]] = {}
        for each in own:
            if each.state not in _GONE:
                roadmap = await self._curricula.roadmap(each.curriculum_version_id)
                for project, title in _titles(roadmap).items():
                    found[project] = (title, project in done)
        return found

    async def _handed_in(
        self, connection: Connection, asker: Asker, roadmap: Roadmap, piece: Piece
    ) -> HandedIn:
        runs = OnConnection(connection)
        now = max(asker.at, self._clock.now())
        studies = await self._learners.read_whole(runs, (asker.person_id, piece.cohort_id))
        await runs.run(storing([studies.cached(studies.standing(now), now)]))
        pieces = await pieces_of(connection, asker.person_id, piece.cohort_id)
        completion = completion_of(roadmap, pieces)
        assert completion is not None  # noqa: S101 - there is this one at least
        credited = _credited(studies, piece.project, asker)
        return HandedIn(whereabouts(studies), piece, credited, completion)


def _credited(studies: Studies, project: str, asker: Asker) -> int:
    days = {each.day for each in studies.course.timetable if each.block == project}
    lines = explain(studies.windows, asker.at)
    return sum(line.day in days and line.rule is Rule.PROJECT_SUBMITTED for line in lines)


def _project_meant(roadmap: Roadmap, wanted: str, meant: CohortRow) -> str:
    """The project that a word means: by its id, its number, its title, or the beginning of only one."""
    if not roadmap.projects:
        raise Conflict("no_projects", cohort=meant.name)
    word, numbers = wanted.strip().casefold(), _numbers(roadmap)
    exact = [
        project.id
        for project in roadmap.projects.values()
        if word in (project.id.casefold(), str(numbers[project.id]), project.title.casefold())
    ]
    begun = [each.id for each in roadmap.projects.values() if each.title.casefold().startswith(word)]
    for found in (exact, begun):
        if len(found) == 1:
            return found[0]
    nearest = process.extract(wanted, _titles(roadmap), limit=3)
    raise UnknownChoice("project", wanted, tuple(title for title, _score, _project in nearest))


def _titles(roadmap: Roadmap) -> dict[str, str]:
    """The titles of projects by id, each with its number."""
    numbers = _numbers(roadmap)
    return {each.id: f"{numbers[each.id]}. {each.title}" for each in roadmap.projects.values()}


def _numbers(roadmap: Roadmap) -> dict[str, int]:
    """The author's numbers, or the places in the roadmap where there are none."""
    return {each.id: each.number or place for place, each in enumerate(roadmap.projects.values(), start=1)}


def _web_address(link: str) -> str:
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or any(map(str.isspace, link)):
        raise Invalid("bad_link", value=link)
    return link
