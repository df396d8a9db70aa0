"""`/cohort create`, `preview` and `edit`: the settings of a cohort."""

from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, assert_never

from bot.interface.address import RoomAddress
from bot.interface.command import Audience, Command
from bot.interface.kinds import Count, Day, Pick, Place, Prose, Source, TimeOfDay, YesNo
from bot.interface.reply import Reply
from bot.messages import cohort_edit, cohort_preview
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker
from bot.services.cohort_edits import CohortEdits, EditShown
from bot.services.cohort_preview import CohortPreview
from bot.services.cohort_settings import Wishes
from bot.services.cohort_weekdays import study_weekdays
from bot.services.cohorts import Cohorts


@dataclass(frozen=True, slots=True)
class Create:
    """Arguments of `/cohort create`."""

    curriculum: Annotated[str, Pick("Which roadmap", Source.CURRICULA)]
    name: Annotated[str, Prose("The cohort's name", 60)]
    start: Annotated[date | None, Day("The first day")] = None
    time_: Annotated[time | None, TimeOfDay("When to post")] = None
    zone: Annotated[str, Pick("Time zone of the posts", Source.ZONES)] = ""
    days: Annotated[str, Pick("Study days", Source.WEEKDAYS)] = ""
    channel: Annotated[RoomAddress | None, Place("Where to post")] = None
    pace: Annotated[str, Pick("How fast", Source.PACES)] = ""
    language: Annotated[str, Pick("Language of the posts", Source.LANGUAGES)] = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """Arguments of `/cohort preview`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)]


@dataclass(frozen=True, slots=True)
class Edit:
    """Arguments of `/cohort edit`; `save` names the edit that was shown."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)]
    save: str = ""
    name: Annotated[str, Prose("The cohort's name", 60)] = ""
    start: Annotated[date | None, Day("The first day")] = None
    time_: Annotated[time | None, TimeOfDay("When to post")] = None
    zone: Annotated[str, Pick("Time zone of the posts", Source.ZONES)] = ""
    days: Annotated[str, Pick("Study days", Source.WEEKDAYS)] = ""
    channel: Annotated[RoomAddress | None, Place("Where to post")] = None
    pace: Annotated[str, Pick("How fast", Source.PACES)] = ""
    language: Annotated[str, Pick("Language of the posts", Source.LANGUAGES)] = ""
    quota: Annotated[int | None, Count("Days a week that a streak asks for; 0 for all study days", 0, 7)] = (
        None
    )
    grace: Annotated[int | None, Count("Study days of grace", 0, 3)] = None
    late: Annotated[str, Pick("When posts were missed", Source.LATE_POLICIES)] = ""
    items: Annotated[int, Count("Items a day, where the roadmap has no times", 1, 20)] = 0
    review: Annotated[bool | None, YesNo("A review day after each part")] = None
    catchup: Annotated[int | None, Count("A catch-up day after so many study days; 0 for none", 0, 60)] = None
    threads: Annotated[bool | None, YesNo("A thread under each post, where there are threads")] = None
    reminders: Annotated[bool | None, YesNo("Private reminders for those who want them")] = None
    digest: Annotated[bool | None, YesNo("A digest each week")] = None
    summary: Annotated[bool | None, YesNo("A private summary for the admin each week")] = None
    leaderboard: Annotated[bool | None, YesNo("A leaderboard")] = None
    projects: Annotated[bool | None, YesNo("Projects, reviewed by members")] = None
    keepup: Annotated[bool | None, YesNo("Plans of one's own to catch up")] = None
    buddies: Annotated[bool | None, YesNo("Buddies for those who want one")] = None
    recall: Annotated[bool | None, YesNo("Recall of learnt topics for those who want it")] = None
    team: Annotated[int | None, Count("Per cent who make a day the team's; 0 for none", 0, 100)] = None


class CohortCommands:
    """Making cohorts and changing their settings."""

    def __init__(self, cohorts: Cohorts, edits: CohortEdits) -> None:
        self._cohorts = cohorts
        self._edits = edits

    def commands(self) -> tuple[Command, ...]:
        """The declarations of this family."""
        return (
            Command(
                "cohort create",
                "cc",
                Create,
                self.create,
                Audience.ADMINS,
                mark("Make a cohort: a roadmap, a name, a start, and you see what would be posted."),
                main="name",
                asks=("curriculum", "name", "start", "time", "zone"),
            ),
            Command(
                "cohort preview",
                "cv",
                Preview,
                self.preview,
                Audience.ADMINS,
                mark("The next 14 posts of a cohort, with days off and clashes."),
                main="cohort",
            ),
            Command(
                "cohort edit",
                "ct",
                Edit,
                self.edit,
                Audience.ADMINS,
                mark("Change a cohort; you see what would move before it is saved."),
                main="cohort",
            ),
        )

    async def create(self, asker: Asker, say: Voice, args: Create) -> Reply:
        """Makes a draft and shows what it would post."""
        wishes = Wishes(
            name=args.name,
            start=args.start,
            at=args.time_,
            zone=args.zone,
            weekdays=study_weekdays(args.days) if args.days else frozenset(),
            room=args.channel,
            pace=args.pace,
            language=args.language,
        )
        return cohort_preview.preview(say, await self._cohorts.create(asker, args.curriculum, wishes))

    async def preview(self, asker: Asker, say: Voice, args: Preview) -> Reply:
        """Shows what a cohort posts next."""
        return cohort_preview.preview(say, await self._cohorts.preview(asker, args.cohort))

    async def edit(self, asker: Asker, say: Voice, args: Edit) -> Reply:
        """Shows what would change; saves what was shown; without a wish, shows how it is."""
        if args.save:
            return cohort_edit.edit_saved(say, await self._edits.save(asker, args.cohort, args.save))
        wishes = _wishes(args)
        if wishes == Wishes():
            return cohort_preview.preview(say, await self._cohorts.preview(asker, args.cohort))
        match await self._edits.show(asker, args.cohort, wishes):
            case EditShown() as shown:
                return cohort_edit.edit_shown(say, shown)
            case CohortPreview() as draft:
                return cohort_preview.preview(say, draft)
            case other:
                assert_never(other)


def _wishes(args: Edit) -> Wishes:
    return Wishes(
        name=args.name,
        start=args.start,
        at=args.time_,
        zone=args.zone,
        weekdays=study_weekdays(args.days) if args.days else frozenset(),
        room=args.channel,
        pace=args.pace,
        language=args.language,
        quota=args.quota,
        grace=args.grace,
        late=args.late,
        items=args.items,
        review=args.review,
        catch_up=args.catchup,
        threads=args.threads,
        reminders=args.reminders,
        digest=args.digest,
        summary=args.summary,
        leaderboard=args.leaderboard,
        projects=args.projects,
        keepup=args.keepup,
        buddies=args.buddies,
        recall=args.recall,
        team=args.team,
    )
