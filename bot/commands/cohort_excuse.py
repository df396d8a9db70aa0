"""`/cohort excuse`: days of one member that ask nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.interface.address import PersonRef
from bot.interface.command import Audience, Command
from bot.interface.kinds import Day, Person, Pick, Prose, Source
from bot.interface.reply import Reply
from bot.messages import cohort_log as messages
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker
from bot.services.cohort_excuses import CohortExcuses


@dataclass(frozen=True, slots=True)
class Excuse:
    """Arguments of `/cohort excuse`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)]
    member: Annotated[PersonRef, Person("Whom")]
    from_: Annotated[date, Day("From which day")]
    until: Annotated[date | None, Day("Until which day; that one day if you leave it out")] = None
    reason: Annotated[str, Prose("Why; the member may read it", 200)] = ""


class CohortExcuseCommand:
    """What admins grant to a single member."""

    def __init__(self, excuses: CohortExcuses) -> None:
        self._excuses = excuses

    def commands(self) -> tuple[Command, ...]:
        """The declaration."""
        return (
            Command(
                "cohort excuse",
                "cq",
                Excuse,
                self.excuse,
                Audience.ADMINS,
                mark("Excuse days of one member, also days that are over; the streak follows."),
                main="reason",
            ),
        )

    async def excuse(self, asker: Asker, say: Voice, args: Excuse) -> Reply:
        """Excuses a member's days."""
        excused = await self._excuses.excuse(
            asker, args.cohort, args.member, args.from_, args.until, args.reason
        )
        return messages.excused(say, excused)
