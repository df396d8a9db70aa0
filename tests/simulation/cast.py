"""The forty members: what they are called, where they live, what they wish for, and their habits.

A habit is what somebody intends to do about a study day once it is posted. Chance is seeded, so that
everybody does the same in every run.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from bot.interface.reply import Says
from bot.interface.request import Speaker
from tests.simulation.diary import HOME, Course, Diary, instant
from tests.simulation.mailbox import Heard

NAMES = (
    *("Abeni Okoro", "Aiko Mori", "Alma Lind", "Amit Rao", "Anouk Bakker", "Bashir Haddad", "Benta Wanjiru"),
    *("Carlos Pires", "Chidi Eze", "Dalia Nasser", "Daniyar Omarov", "Ebba Holm", "Edda Krause"),
    *("Efua Mensah", "Farid Azimi", "Finn Jansen", "Gaia Ricci", "Hana Novak", "Henrik Dahl", "Ilse Vogt"),
    *("Ines Duarte", "Ivo Petrov", "Jana Kral", "Joonas Laine", "Kaito Sato", "Kerem Aydin", "Leila Moradi"),
    *("Lorcan Byrne", "Maite Soler", "Marek Wolski", "Nadia Benali", "Ngozi Obi", "Oskar Lund"),
    *("Paola Greco", "Quang Tran", "Rafael Nunes", "Signe Falk", "Tariq Aziz", "Uma Iyer", "Vera Zimmer"),
)
HOMES = (HOME, HOME, "", "America/New_York", "Pacific/Auckland")
AWAY = ("America/Los_Angeles", "Asia/Tokyo", "America/Sao_Paulo", "Pacific/Auckland", "Africa/Lagos", HOME)
REMINDERS = ("20:00", "before", "20:00", "off")
_HOUR, _MINUTE, _DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
_LEAVES, _RETURNS = 12, 22


@dataclass(frozen=True, slots=True)
class Intent:
    """Something that somebody will do: `what` is one of the deeds of `deeds`, `about` what it is about."""

    at: datetime
    what: str
    about: object = None


@dataclass(frozen=True, slots=True)
class Day:
    """A study day that was just posted, as one member sees it: `place` counts from 0."""

    course: Course
    diary: Diary
    day: date
    place: int

    @property
    def posted(self) -> datetime:
        return self.course.posted(self.day)

    @property
    def closes(self) -> datetime:
        return self.diary.closes(self.course, self.day)

    @property
    def late_until(self) -> datetime:
        return self.diary.late_until(self.course, self.day)


Habit = Callable[["Member", Day], Iterator[Intent]]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who studies. They join `joins` after the eve of the first day; an empty zone is the cohort's.

    With `recall` learnt topics come back to them, with `buddy` they look for one; `answers` is how often they
    do anything about a private message.
    """

    speaker: Speaker
    kind: str
    zone: str
    reminder: str
    recall: bool
    buddy: bool
    is_listed: bool
    joins: timedelta
    habit: Habit
    answers: float
    chance: Random = field(repr=False)

    @property
    def name(self) -> str:
        return self.speaker.name

    @property
    def lives_by(self) -> str:
        """By which clock their days are reckoned."""
        return self.zone or HOME

    def reaction(self, heard: Heard, now: datetime) -> Intent | None:
        """What they do about a private message, if anything: they press one of its buttons."""
        if self.chance.random() >= self.answers:
            return None
        says = [button for button in heard.message.buttons if isinstance(button, Says)]
        labels = [button.label for button in says if button.command != "today" or "grade" in button.bound]
        label = labels[0] if self.chance.random() < 0.6 else self.chance.choice(labels)
        return Intent(now + self.chance.randint(2, 60) * _MINUTE, "press", (heard, label))


def cast(seed: int) -> list[Member]:
    """Everybody, the admin first."""
    chance = Random(seed)  # noqa: S311 - repeatable chance
    kinds = [kind for kind, (how_many, *_) in _KINDS.items() for _ in range(how_many)]
    pairs = zip(NAMES, kinds, strict=True)
    return [_member(name, kind, number, chance) for number, (name, kind) in enumerate(pairs)]


def _member(name: str, kind: str, number: int, chance: Random) -> Member:
    _, habit, answers = _KINDS[kind]
    zone, reminder = HOMES[number % len(HOMES)], REMINDERS[number // 2 % len(REMINDERS)]
    joins = chance.randint(10, 300) * _MINUTE
    if kind == "late":
        joins += chance.randint(9, 33) * _DAY + chance.randint(0, 23) * _HOUR
    if kind == "steady" and zone == "Pacific/Auckland":
        reminder = "off"  # in its evenings the posts come, and nobody has done at once what has just come
    return Member(
        speaker=Speaker(name.partition(" ")[0].lower(), name, administers=kind == "admin"),
        kind=kind,
        zone=zone,
        reminder=reminder,
        recall=kind != "steady" and number % 4 == 1,
        buddy=kind != "steady" and number % 4 == 2,
        is_listed=number % 3 != 1,
        joins=joins,
        habit=habit,
        answers=answers,
        chance=Random(chance.random()),  # noqa: S311 - repeatable chance
    )


def _steady(who: Member, day: Day) -> Iterator[Intent]:
    """Every day within three hours, before any reminder."""
    yield Intent(day.posted + who.chance.randint(300, 10_200) * timedelta(seconds=1), "done", day.day)


def _ordinary(who: Member, day: Day, likely: float) -> Iterator[Intent]:
    """On most days at some time while they are open; now and then the day after, or too late."""
    if who.chance.random() < likely:
        at = _between(who, day.posted, day.closes)
        yield Intent(at, "done", day.day)
        if who.chance.random() < 0.05 and at + 20 * _MINUTE < day.closes:
            yield Intent(at + 5 * _MINUTE, "undo", day.day)
            if who.chance.random() < 0.6:
                yield Intent(at + 9 * _MINUTE, "done", day.day)
    elif (luck := who.chance.random()) < 0.35:
        yield Intent(_between(who, day.closes, day.late_until), "done", day.day)
    elif luck < 0.42:
        yield Intent(day.late_until + who.chance.randint(0, 40) * _MINUTE, "done", day.day)


def _weekend(who: Member, day: Day) -> Iterator[Intent]:
    """Mondays, and what is left at the weekend: Friday's day on Saturday, something on top on Sunday."""
    if day.day.weekday() == 0:
        yield from _ordinary(who, day, 0.7)
    if day.day.weekday() == 4:
        zone = day.diary.zone(day.posted)
        for passed in (1, 2):
            at = time(who.chance.randint(10, 17), who.chance.randint(0, 59))
            yield Intent(instant(day.day + passed * _DAY, at, zone), "checkin")


def _fading(who: Member, day: Day) -> Iterator[Intent]:
    """Ever less."""
    yield from _ordinary(who, day, 1 - day.place / 36)


def _vanished(who: Member, day: Day) -> Iterator[Intent]:
    """For three weeks, and then never again."""
    if day.place < 15:
        yield from _ordinary(who, day, 0.95)


def _returning(who: Member, day: Day) -> Iterator[Intent]:
    """Away for two weeks."""
    if not _LEAVES < day.place < _RETURNS:
        yield from _ordinary(who, day, 0.9)


def _resting(who: Member, day: Day) -> Iterator[Intent]:
    """Away for as long, and says so before."""
    if day.place == _LEAVES - 1:
        ahead = day.course.days[_LEAVES + 1 : _RETURNS]
        yield Intent(day.posted + 11 * _HOUR, "rest", (ahead[0], ahead[-1]))
    yield from _returning(who, day)


def _leaving(who: Member, day: Day) -> Iterator[Intent]:
    """Leaves, and joins again."""
    if day.place == _LEAVES - 1:
        yield Intent(day.posted + 11 * _HOUR, "leave")
        yield Intent(day.posted + 14 * _DAY, "join")
    yield from _returning(who, day)


def _late(who: Member, day: Day) -> Iterator[Intent]:
    """As others do, from when they are in; they may begin with what is open when they come."""
    yield from _ordinary(who, day, 0.88)


def _travelling(who: Member, day: Day) -> Iterator[Intent]:
    """Elsewhere every ten days or so, at any hour."""
    yield from _ordinary(who, day, 0.75)
    if who.chance.random() < 0.12:
        yield Intent(day.posted + who.chance.randint(0, 1440) * _MINUTE, "fly", who.chance.choice(AWAY))


def _between(who: Member, first: datetime, last: datetime) -> datetime:
    """Some whole second, and not the very last."""
    return first + timedelta(seconds=who.chance.randint(1, int((last - first).total_seconds()) - 1))


_KINDS: dict[str, tuple[int, Habit, float]] = {
    "admin": (1, _fading, 0.0),
    "steady": (9, _steady, 0.0),
    "weekend": (5, _weekend, 0.3),
    "fading": (6, _fading, 0.3),
    "vanished": (5, _vanished, 0.0),
    "returning": (2, _returning, 0.5),
    "resting": (2, _resting, 0.5),
    "leaving": (1, _leaving, 0.5),
    "late": (5, _late, 0.5),
    "travelling": (4, _travelling, 0.5),
}
