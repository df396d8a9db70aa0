"""The middle of every program: a store, the services on it, the commands on those, and the two doors.

Made from a database and a clock; which platforms speak through it is decided in `bot.app`.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from bot.announcer import Announcer
from bot.clock import Clock
from bot.commands.buddy import BuddyCommand
from bot.commands.certificate import CertificateCommands
from bot.commands.choices import Choices
from bot.commands.cohort import CohortCommands
from bot.commands.cohort_care import CohortCareCommands
from bot.commands.cohort_excuse import CohortExcuseCommand
from bot.commands.cohort_rooms import CohortRoomCommands
from bot.commands.cohort_states import CohortStateCommands
from bot.commands.curriculum import CurriculumCommands
from bot.commands.help import HelpCommand
from bot.commands.joining import JoiningCommands
from bot.commands.lesson import LessonCommands
from bot.commands.linking import LinkingCommands
from bot.commands.person import PersonCommands
from bot.commands.projects import ProjectCommands
from bot.commands.standing import StandingCommands
from bot.commands.study import StudyCommands
from bot.dispatcher import StudyDispatcher
from bot.interface.button import Buttons
from bot.interface.command import Command
from bot.interface.platform import Platform
from bot.letters import buddy_letters, project_letters, recall_letters, reminder_letters, summary_letters
from bot.messages.voice import voice_of
from bot.metrics import Vitals
from bot.pictures.studio import Studio
from bot.private_word import PrivateWord
from bot.room_letters import RoomLetters
from bot.scheduler import Chore
from bot.services.allowance import Allowance
from bot.services.buddies import Buddies
from bot.services.buddy_news import BuddyNews
from bot.services.catching_up import CatchingUp
from bot.services.certificates import Certificates
from bot.services.check_ins import CheckIns
from bot.services.codes import Codes
from bot.services.cohort_announcements import CohortAnnouncements
from bot.services.cohort_check import CohortChecks
from bot.services.cohort_edits import CohortEdits
from bot.services.cohort_excuses import CohortExcuses
from bot.services.cohort_export import CohortExports
from bot.services.cohort_holidays import CohortHolidays
from bot.services.cohort_housekeeping import CohortHousekeeping
from bot.services.cohort_log import CohortLogs
from bot.services.cohort_rooms import CohortRooms
from bot.services.cohort_states import CohortStates
from bot.services.cohort_status import CohortReports
from bot.services.cohort_topics import CohortTopics
from bot.services.cohorts import Cohorts
from bot.services.curricula import Curricula
from bot.services.digests import Digests
from bot.services.identities import Identities
from bot.services.joining import Joining
from bot.services.learners import Learners
from bot.services.ledger import Ledger
from bot.services.ledger_late import LatePosts
from bot.services.lessons import Lessons
from bot.services.lessons_own import OwnLessons
from bot.services.nudges import Nudges
from bot.services.once import SeenEvents
from bot.services.outages import Outages
from bot.services.own_data import OwnDataDesk
from bot.services.pace_board import PaceBoards
from bot.services.pauses import Pauses
from bot.services.people import People
from bot.services.project_turns import ProjectTurns
from bot.services.projects import Projects
from bot.services.recall import Recall
from bot.services.recall_decks import RecallDecks
from bot.services.recall_prompts import RecallPrompts
from bot.services.reminders import Reminders
from bot.services.review_news import ReviewNews
from bot.services.reviews import Reviews
from bot.services.standings import Standings
from bot.services.standings_board import Leaderboard
from bot.services.timetables_zones import ZoneRules
from bot.tally import Tally
from bot.teller import Teller
from bot.web import Health
from storage.database import Database
from storage.errors import StorageError
from storage.repositories.vitals import backlog, check_ins_recorded

_log = structlog.get_logger()

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_TOO_LATE = timedelta(minutes=5)
_TOO_SILENT = timedelta(minutes=3)


class Core:
    """Answers, announces. `secret` signs buttons and certificates, `cache` holds what can be made again.

    `commands_a_minute` are answered to each account; with 0 there is no such limit.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        secret: bytes,
        cache: Path | None = None,
        *,
        commands_a_minute: int = 0,
    ) -> None:
        self._database = database
        self._clock = clock
        learners = Learners()
        self._curricula = Curricula(database, cache)
        self._ledger = Ledger(database, LatePosts(database, self._curricula), clock)
        self._lessons = Lessons(database, self._curricula)
        self._nudges = Nudges(database, clock)
        self._reminders = Reminders(database, self._curricula, learners, clock)
        self._buddy_news = BuddyNews(database, learners, clock)
        self._decks = RecallDecks(database, self._curricula, learners)
        self._standings = Standings(database, learners)
        self._digests = Digests(database, self._curricula, self._standings, clock)
        self._joining = Joining(database)
        self.outages = Outages(database, clock)
        self._tally = Tally()
        self._platforms: dict[str, Platform] = {}
        self._people = People(database)
        self._codes = Codes(database, secret, clock)
        self._own_data = OwnDataDesk(database, secret)
        self._cohorts = Cohorts(database, self._curricula, clock)
        self._housekeeping = CohortHousekeeping(database, clock)
        self._projects = Projects(database, self._curricula, learners, clock)
        self._reviews = Reviews(database, self._curricula, clock)
        self._private_word = PrivateWord(self._platforms)
        self.catalogue = HelpCommand(self._commands(database, learners, secret)).catalogue
        self.buttons = Buttons(secret, self.catalogue)
        self.dispatcher = StudyDispatcher(
            self.catalogue,
            self.buttons,
            self._people,
            Choices(self._cohorts, self._curricula, self._projects, self._reviews, self.catalogue),
            Allowance(commands_a_minute, _MINUTE),
        )

    async def wake(self) -> None:
        """To be awaited at the start, before anything is announced."""
        if forgotten := await self._own_data.forget_again():
            _log.warning("a copy was brought back: who had been forgotten since is deleted", people=forgotten)
        if doubted := await self._ledger.doubt_what_was_restored():
            _log.warning(
                "a copy was brought back: what may have been posted since is looked for", rows=doubted
            )
        await self.outages.beat()

    def announcer(self, platforms: Sequence[Platform]) -> Announcer:
        """The speaking door to these platforms."""
        self._platforms.update({platform.name: platform for platform in platforms})
        prompts = RecallPrompts(self._database, self._decks, self._clock)
        features = [  # of several that come due at one hour the first takes the place that there is
            project_letters(ReviewNews(self._database, self._clock)),
            buddy_letters(self._buddy_news),
            reminder_letters(self._reminders),
            summary_letters(self._digests),
            recall_letters(prompts),
        ]
        told = Teller(self._nudges, features, self._platforms)
        return Announcer(
            self._ledger,
            RoomLetters(self._lessons, self._digests, voice_of, self._clock),
            told,
            voice_of,
            self._platforms,
            self._clock,
            tally=self._tally,
        )

    def chores(self) -> tuple[Chore, ...]:
        """What has to be done every so often besides announcing."""
        return (
            Chore("sign of life", _MINUTE, self.outages.beat),
            Chore("refresh standings", _MINUTE, self._refresh_standings),
            Chore("pass reviews on", _HOUR, ProjectTurns(self._database, self._clock).pass_on),
            Chore("follow zone rules", _HOUR, ZoneRules(self._database, self._clock).follow),
            Chore("end finished cohorts", _HOUR, self._housekeeping.end_finished),
            Chore("forget deleted cohorts", _HOUR, self._housekeeping.forget_deleted),
            Chore("forget departed members", _HOUR, self._forget_departed),
            Chore("forget codes", _HOUR, self._codes.forget_old),
            Chore("forget seen events", _HOUR, SeenEvents(self._database, self._clock).forget_old),
        )

    def _commands(self, database: Database, learners: Learners, secret: bytes) -> tuple[Command, ...]:
        clock, curricula, studio = self._clock, self._curricula, Studio()
        recall, catching_up = Recall(database, self._decks), CatchingUp(database, learners)
        return (
            *LessonCommands(OwnLessons(database, curricula, learners), recall, catching_up).commands(),
            *StudyCommands(CheckIns(database, clock, learners), Pauses(database, clock, learners)).commands(),
            *StandingCommands(
                self._standings,
                Leaderboard(database, clock, self._standings),
                PaceBoards(database, clock),
                self._projects,
                recall,
                studio,
            ).commands(),
            *ProjectCommands(self._projects, self._reviews).commands(),
            *BuddyCommand(Buddies(database, clock)).commands(),
            *CertificateCommands(Certificates(database, learners, secret), studio).commands(),
            *JoiningCommands(self._joining, catching_up).commands(),
            *PersonCommands(self._people, self._own_data).commands(),
            *LinkingCommands(Identities(database, self._codes, clock), self._private_word.tell).commands(),
            *CohortCommands(self._cohorts, CohortEdits(database, curricula, clock)).commands(),
            *CohortStateCommands(CohortStates(database, curricula, clock)).commands(),
            *CohortCareCommands(
                CohortReports(database, clock, self._standings),
                CohortChecks(database, self._platforms),
                CohortHolidays(database, curricula, clock),
                CohortAnnouncements(database, clock),
                CohortExports(database, clock),
                CohortTopics(database, curricula, clock),
                CohortLogs(database, clock),
                studio,
            ).commands(),
            *CohortExcuseCommand(CohortExcuses(database, clock)).commands(),
            *CohortRoomCommands(CohortRooms(database, self._codes, clock)).commands(),
            *CurriculumCommands(curricula).commands(),
        )

    async def health(self) -> Health:
        """Whether signs of life reach the database, and nothing waits for long that should be announced."""
        now = self._clock.now()
        try:
            due_at = await self._ledger.next_due_at(())
        except StorageError as error:
            return Health(is_well=False, facts={"database": type(error).__name__})
        late = max(timedelta(), now - due_at) if due_at else timedelta()
        last = self.outages.last_beat
        is_alive = last is not None and now - last < _TOO_SILENT
        return Health(
            is_well=is_alive and late < _TOO_LATE,
            facts={
                "last_sign_of_life": None if last is None else last.isoformat(),
                "seconds_late": round(late.total_seconds()),
                "last_success": {name: at.isoformat() for name, at in self._tally.last_success.items()},
            },
        )

    async def vitals(self, loop_lag: float) -> Vitals:
        """The figures of this moment; `loop_lag` (seconds) is measured elsewhere. Raises StorageError."""
        now = self._clock.now()
        async with self._database.read() as connection:
            waiting, since = await backlog(connection, now)
            recorded = await check_ins_recorded(connection)
        return Vitals(
            sent=self._tally.counts,
            last_success=self._tally.last_success,
            backlog=waiting,
            oldest_due=0.0 if since is None else (now - since).total_seconds(),
            check_ins=recorded,
            loop_lag=loop_lag,
            last_beat=self.outages.last_beat,
        )

    async def _refresh_standings(self) -> int:
        return await self._standings.refresh_stale(self._clock.now())

    async def _forget_departed(self) -> int:
        return await self._joining.forget_departed(self._clock.now())


@asynccontextmanager
async def idle_core(clock: Clock, secret: bytes) -> AsyncIterator[Core]:
    """A core on an empty database, for those who need nothing but the catalogue and the buttons."""
    with TemporaryDirectory() as directory:
        database = await Database.open(f"sqlite+aiosqlite:///{directory}/empty.db")
        try:
            yield Core(database, clock, secret)
        finally:
            await database.close()
