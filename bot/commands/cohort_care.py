"""`/cohort status`, `check`, `skip`, `announce` and `export`: looking after a cohort under way."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated

from bot.interface.command import Audience, Command
from bot.interface.kinds import Day, Pick, Prose, Source
from bot.interface.reply import Reply
from bot.messages import cohort_check, cohort_edit, cohort_log, cohort_picture, cohort_report
from bot.messages.voice import Voice, mark
from bot.pictures.cohort_card import draw_cohort_card
from bot.pictures.studio import Studio
from bot.services.asker import Asker
from bot.services.cohort_announcements import CohortAnnouncements
from bot.services.cohort_check import CohortChecks
from bot.services.cohort_export import CohortExports
from bot.services.cohort_holidays import CohortHolidays
from bot.services.cohort_log import CohortLogs
from bot.services.cohort_status import CohortReports
from bot.services.cohort_topics import CohortTopics


@dataclass(frozen=True, slots=True)
class Which:
    """The argument of `/cohort check` and `/cohort export`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)]


@dataclass(frozen=True, slots=True)
class Status:
    """Arguments of `/cohort status`; its buttons ask for a page of the log, the topics, or an undo."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)]
    log: int = 0
    topics: bool = False
    undo: int = 0


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
        checks: CohortChecks,
        holidays: CohortHolidays,
        announcements: CohortAnnouncements,
        exports: CohortExports,
        topics: CohortTopics,
        logs: CohortLogs,
        studio: Studio,
    ) -> None:
        self._studio = studio
        self._reports = reports
        self._checks = checks
        self._holidays = holidays
        self._announcements = announcements
        self._exports = exports
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
                "cohort check",
                "ch",
                Which,
                self.check,
                admins,
                mark("Whether I have the rights I need in each room of a cohort, and what to change."),
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
        """How it is doing, as a picture and as text; what was done to it; or how its topics went."""
        if args.undo:
            return cohort_log.undone(say, await self._logs.undo(asker, args.cohort, args.undo))
        if args.log:
            return cohort_log.log(say, await self._logs.page(asker, args.cohort, args.log))
        if args.topics:
            return cohort_log.topics(say, await self._topics.topics(asker, args.cohort))
        fact = await self._reports.status(asker, args.cohort)
        card = cohort_picture.cohort_card(say, fact)
        if card is None:
            return cohort_report.status(say, fact)
        drawn = await self._studio.drawn(partial(draw_cohort_card, card))
        return cohort_report.status(say, fact, cohort_picture.pictured(say, fact, drawn))

    async def check(self, asker: Asker, say: Voice, args: Which) -> Reply:
        """What each room allows."""
        return cohort_check.checked(say, await self._checks.check(asker, args.cohort))

    async def skip(self, asker: Asker, say: Voice, args: Skip) -> Reply:
        """Adds days off."""
        added = await self._holidays.skip(asker, args.cohort, args.day, args.country)
        return cohort_edit.days_off_added(say, added)

    async def announce(self, asker: Asker, say: Voice, args: Announce) -> Reply:
        """Says it everywhere."""
        return cohort_report.announced(say, await self._announcements.announce(asker, args.cohort, args.text))

    async def export(self, asker: Asker, say: Voice, args: Which) -> Reply:
        """The check-ins as a file."""
        return cohort_report.exported(say, await self._exports.export(asker, args.cohort))
