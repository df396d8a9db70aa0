"""`/cohort status`, `skip`, `announce`, `excuse` and `export`: looking after a cohort under way."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.interface.address import PersonRef
from bot.interface.command import Audience, Command
from bot.interface.kinds import Day, Person, Pick, Prose, Source
from bot.interface.reply import Reply
from bot.messages import cohort_edit, cohort_log, cohort_report
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker
from bot.services.cohort_announcements import CohortAnnouncements
from bot.services.cohort_excuses import CohortExcuses
from bot.services.cohort_export import CohortExports
from bot.services.cohort_holidays import CohortHolidays
from bot.services.cohort_log import CohortLogs
from bot.services.cohort_status import CohortReports
from bot.services.cohort_topics import CohortTopics


@dataclass(frozen=True, slots=True)
class Which:
    """The argument of `/cohort export`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)]


@dataclass(frozen=True, slots=True)
class Status:
    """Arguments of `/cohort status`; its buttons ask for a page of the log, the topics, or an undo."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)]
    log: int = 0
    topics: bool = False
    undo: int = 0


@dataclass(frozen=True, slots=True)
class Excuse:
    """Arguments of `/cohort excuse`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)]
    member: Annotated[PersonRef, Person("Whom")]
    from_: Annotated[date, Day("From which day")]
    until: Annotated[date | None, Day("Until which day; that one day if you leave it out")] = None
    reason: Annotated[str, Prose("Why; the member may read it", 200)] = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """Arguments of `/cohort skip`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)]
    day: Annotated[date | None, Day("A day off")] = None
    country: Annotated[str, Pick("Public holidays of", Source.COUNTRIES)] = ""


@dataclass(frozen=True, slots=True)
class Announce:
    """Arguments of `/cohort announce`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)]
    text: Annotated[str, Prose("What to say", 1500, long=True)]


class CohortCareCommands:
    """What admins do while a cohort runs."""

    def __init__(
        self,
        reports: CohortReports,
        holidays: CohortHolidays,
        announcements: CohortAnnouncements,
        exports: CohortExports,
        excuses: CohortExcuses,
        topics: CohortTopics,
        logs: CohortLogs,
    ) -> None:
        self._reports = reports
        self._holidays = holidays
        self._announcements = announcements
        self._exports = exports
        self._excuses = excuses
        self._topics = topics
        self._logs = logs

    def commands(self) -> tuple[Command, ...]:
        """The declarations of this family."""
        admins = Audience.ADMINS
        return (
            Command(
                "cohort status",
                "cu",
                Status,
                self.status,
                admins,
                mark("How a cohort is doing: next post, figures, what went wrong, who went quiet."),
                main="cohort",
            ),
            Command(
                "cohort skip",
                "ck",
                Skip,
                self.skip,
                admins,
                mark("Give a cohort a day off, or a country's public holidays; streaks follow."),
                main="cohort",
            ),
            Command(
                "cohort announce",
                "ca",
                Announce,
                self.announce,
                admins,
                mark("Say something in all rooms of a cohort."),
                main="text",
            ),
            Command(
                "cohort excuse",
                "cq",
                Excuse,
                self.excuse,
                admins,
                mark("Excuse days of one member, also days that are over; the streak follows."),
                main="reason",
            ),
            Command(
                "cohort export",
                "cx",
                Which,
                self.export,
                admins,
                mark("All check-ins of a cohort as a CSV file."),
                main="cohort",
            ),
        )

    async def status(self, asker: Asker, say: Voice, args: Status) -> Reply:
        """How it is doing, what was done to it, or how its topics went."""
        if args.undo:
            return cohort_log.undone(say, await self._logs.undo(asker, args.cohort, args.undo))
        if args.log:
            return cohort_log.log(say, await self._logs.page(asker, args.cohort, args.log))
        if args.topics:
            return cohort_log.topics(say, await self._topics.topics(asker, args.cohort))
        return cohort_report.status(say, await self._reports.status(asker, args.cohort))

    async def skip(self, asker: Asker, say: Voice, args: Skip) -> Reply:
        """Adds days off."""
        added = await self._holidays.skip(asker, args.cohort, args.day, args.country)
        return cohort_edit.days_off_added(say, added)

    async def announce(self, asker: Asker, say: Voice, args: Announce) -> Reply:
        """Says it everywhere."""
        return cohort_report.announced(say, await self._announcements.announce(asker, args.cohort, args.text))

    async def excuse(self, asker: Asker, say: Voice, args: Excuse) -> Reply:
        """Excuses a member's days."""
        excused = await self._excuses.excuse(
            asker, args.cohort, args.member, args.from_, args.until, args.reason
        )
        return cohort_log.excused(say, excused)

    async def export(self, asker: Asker, say: Voice, args: Which) -> Reply:
        """The check-ins as a file."""
        return cohort_report.exported(say, await self._exports.export(asker, args.cohort))
