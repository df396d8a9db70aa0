"""People: who is speaking, what they chose for themselves, and what happens to their data."""

from dataclasses import dataclass
from datetime import time

from bot.domain.errors import Invalid
from bot.domain.nudging import ReminderWish, is_quiet
from bot.interface.request import Request
from bot.services.asker import Asker
from bot.services.reminders import stored_wish, wish_of
from storage.connection import Connection
from storage.database import Database
from storage.repositories import recall_looks
from storage.repositories.memberships import drop_standings
from storage.repositories.nudges import note_answer, note_told_of_closed_chat, open_private_chats
from storage.repositories.people import (
    ClockRow,
    PersonRow,
    add_clock,
    add_person,
    change_person,
    clocks_of,
    identities_of,
    person,
    person_known_as,
    recognised,
    recognising,
    rename_identity,
)
from storage.repositories.places import LocationRow, located, locating, note_room, note_space
from storage.repositories.reminders import look_again
from storage.running import OnConnection, Run

_ROLLOVER = time(3)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wants changed; None leaves a wish as it is."""

    zone: str | None = None
    rollover: time | None = None
    reminder: ReminderWish | None = None
    no_reminder: bool = False
    recall: time | None = None
    no_recall: bool = False
    plan: str | None = None
    nudges: int | None = None
    language: str | None = None
    listed: bool | None = None
    reviews: bool | None = None


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """What a person has chosen. An empty `zone` means each cohort's; at `recall` learnt topics come back.

    `accounts` is where they are known and as whom, by (platform, name). `plan` is after what they want to
    study, in their own words; `nudges` how often in seven days they may be written to in private on our own
    account; `reviews` whether they may be asked to review projects.
    """

    name: str
    zone: str
    rollover: time
    reminder: ReminderWish | None
    recall: time | None
    plan: str
    nudges: int
    language: str
    listed: bool
    reviews: bool
    accounts: tuple[tuple[str, str], ...]


class People:
    """Meets people and keeps their settings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def meet(self, request: Request, button: str = "") -> Asker:
        """Who is speaking; somebody new is remembered by id and name. `button` is a spent-once nonce."""
        known = await self._recognised(self._database.look, request, button)
        if known is not None:
            return known
        async with self._database.write() as connection:
            await self._note(connection, request)
            met = await self._recognised(OnConnection(connection).run, request, button)
        if met is None:
            message = "a person who was just noted is not known"
            raise RuntimeError(message)
        return met

    async def settings(self, asker: Asker) -> OwnSettings:
        """What the asker has chosen."""
        async with self._database.read() as connection:
            return await own_settings(connection, asker.person_id)

    async def change_settings(self, asker: Asker, wishes: Wishes) -> OwnSettings:
        """Changes what is wished for and returns all settings.

        A new zone or rollover rules from the asker's instant on; what is over stays as it was.
        """
        async with self._database.write() as connection:
            await apply_wishes(connection, asker, wishes)
            return await own_settings(connection, asker.person_id)

    async def not_today(self, asker: Asker) -> None:
        """Takes it for an answer to whatever the asker was told in private."""
        async with self._database.write() as connection:
            await note_answer(connection, asker.person_id, asker.at)

    async def fewer(self, asker: Asker) -> int:
        """Halves how often the asker may be written to; returns how often in seven days that is now."""
        async with self._database.write() as connection:
            own = await own_settings(connection, asker.person_id)
            wishes = Wishes(nudges=own.nudges // 2)
            await apply_wishes(connection, asker, wishes)
            await note_answer(connection, asker.person_id, asker.at)
            return own.nudges // 2

    async def told_of_closed_chat(self, asker: Asker) -> None:
        """The asker has heard that they cannot be reached in private."""
        async with self._database.write() as connection:
            await note_told_of_closed_chat(connection, asker.person_id)

    async def _recognised(self, run: Run, request: Request, button: str) -> Asker | None:
        """The asker, unless somebody or something is new or has another name now."""
        speaker, place = request.speaker, request.place
        people, places = await run(
            recognising(place.platform, speaker.external_id),
            locating(place.platform, place.space, place.channel, place.thread),
        )
        who, where = recognised(people), located(places)
        if who is None or who.name != speaker.name:
            return None
        if place.space and (where is None or not _same_names(where, request)):
            return None
        return Asker(
            person_id=who.id,
            name=who.name,
            external_id=speaker.external_id,
            language=who.language or speaker.language or "en",
            zone=who.zone,
            administers=speaker.administers,
            space_id=None if where is None else where.space_id,
            room_id=None if where is None else where.room_id,
            room=place,
            event_id=request.event_id,
            at=request.at,
            button=button,
            unreachable=who.private_chat == "closed",
        )

    async def _note(self, connection: Connection, request: Request) -> None:
        speaker, place = request.speaker, request.place
        who = await person_known_as(connection, place.platform, speaker.external_id)
        if who is None:
            await add_person(connection, place.platform, speaker.external_id, speaker.name, request.at)
        elif who.name != speaker.name:
            await rename_identity(connection, place.platform, speaker.external_id, speaker.name)
        if place.space:
            space_id = await note_space(connection, place.platform, place.space, request.space_name)
            await note_room(connection, space_id, place.channel, place.thread, place.name)


def _same_names(where: LocationRow, request: Request) -> bool:
    return where.space_name == request.space_name and where.room_name == request.place.name


async def apply_wishes(connection: Connection, asker: Asker, wishes: Wishes) -> None:
    """Stores what is wished for, in the caller's transaction. Raises Invalid(`quiet_hours`)."""
    for hour in (wishes.reminder, wishes.recall):
        if isinstance(hour, time) and is_quiet(hour):
            raise Invalid("quiet_hours", value=hour)
    await change_person(connection, asker.person_id, **_values(wishes))
    if wishes.zone is not None or wishes.rollover is not None:
        await _set_clock(connection, asker, wishes)
    if wishes.reminder is not None or wishes.recall is not None or wishes.nudges:
        await open_private_chats(connection, asker.person_id)
        await note_answer(connection, asker.person_id, asker.at)
    await look_again(connection, asker.at, person_id=asker.person_id)
    await recall_looks.look_again(connection, asker.person_id, asker.at)


def _values(wishes: Wishes) -> dict[str, object]:
    """The columns that these wishes change."""
    named = {
        "language": wishes.language,
        "listed": wishes.listed,
        "reviews": wishes.reviews,
        "plan": wishes.plan,
        "nudges_a_week": wishes.nudges,
        "recall_minutes": None if wishes.recall is None else _minutes(wishes.recall),
    }
    values: dict[str, object] = {name: value for name, value in named.items() if value is not None}
    if wishes.no_recall:
        values["recall_minutes"] = None
    if wishes.reminder is not None or wishes.no_reminder:
        values["reminder_minutes"] = stored_wish(wishes.reminder)
    return values


async def _set_clock(connection: Connection, asker: Asker, wishes: Wishes) -> None:
    clocks = await clocks_of(connection, asker.person_id)
    now = clocks[-1] if clocks else ClockRow(asker.at, "", _minutes(_ROLLOVER))
    changed = ClockRow(
        since=asker.at,
        zone=now.zone if wishes.zone is None else wishes.zone,
        rollover_minutes=now.rollover_minutes if wishes.rollover is None else _minutes(wishes.rollover),
    )
    await add_clock(connection, asker.person_id, changed)
    await drop_standings(connection, person_id=asker.person_id)


async def own_settings(connection: Connection, person_id: int) -> OwnSettings:
    """What a person has chosen, read in the caller's transaction."""
    who = await person(connection, person_id) or _nobody(person_id)
    clocks = await clocks_of(connection, person_id)
    return OwnSettings(
        name=who.name,
        zone=clocks[-1].zone if clocks else "",
        rollover=_time(clocks[-1].rollover_minutes) if clocks else _ROLLOVER,
        reminder=wish_of(who.reminder_minutes),
        recall=None if who.recall_minutes is None else _time(who.recall_minutes),
        plan=who.plan,
        nudges=who.nudges_a_week,
        language=who.language or "en",
        listed=who.listed,
        reviews=who.reviews,
        accounts=tuple((each.platform, each.name) for each in await identities_of(connection, person_id)),
    )


def _nobody(person_id: int) -> PersonRow:
    message = f"person {person_id} is not there"
    raise LookupError(message)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
