"""Sixty days of a cohort: forty people say and press what they intend, and the program does all the rest.

Nothing is faked but the clock and the rooms: the real dispatcher, services, announcer and chores on a real
database. What each member did stands in their diary, and whatever the program says is compared with the
diaries as it is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from bot.announcer import Announcer
from bot.core import Core
from storage.database import Database
from tests.front_door import SECRET, FrontDoor
from tests.hand_clock import HandClock
from tests.plain_words import words
from tests.simulation.cast import Intent, cast
from tests.simulation.deeds import CHANGES_NOTHING_AHEAD, DEEDS, button
from tests.simulation.diary import COHORT, HOME, Course, instant
from tests.simulation.looks import look_around
from tests.simulation.mailbox import Mailbox
from tests.simulation.readings import card_of, read
from tests.simulation.term import Term

ROADMAP, STUDY_DAYS = "py-backend-a-z", 80
FIRST, DAYS = date(2027, 3, 1), 60  # the clocks change in New York, in Berlin and in Auckland meanwhile
END = instant(FIRST + timedelta(days=DAYS), time(0), HOME) - timedelta(seconds=1)
EASTER = (date(2027, 3, 26), date(2027, 3, 29))
SUDDEN = date(2027, 4, 14)  # a day off that is given when its post is there
EVE = instant(FIRST - timedelta(days=1), time(13), HOME)
_GLANCE = 10.0
_DEEDS = {**DEEDS, "look around": look_around}


async def lived(directory: Path, seed: int, looks: Sequence[datetime]) -> Term:
    """Lets the cohort live, with a look around at these moments and at the end."""
    clock, path = HandClock(EVE), directory / "roadmate.db"
    database = await Database.open(f"sqlite+aiosqlite:///{path}")
    try:
        core = Core(database, clock, SECRET, directory.parent / "curricula")
        mailbox, members = Mailbox(clock), {member.name: member for member in cast(seed)}
        course = Course.of_weekdays(FIRST, STUDY_DAYS)
        term = Term(FrontDoor(path, core, database, clock), mailbox, members, course)
        await _begin(term)
        _intend_everything(term, looks)
        chance = Random(seed)  # noqa: S311 - repeatable chance
        await _Life(term, core.announcer([mailbox]), chance).live()
        return term
    finally:
        await database.close()


async def _begin(term: Term) -> None:
    wished = {"curriculum": ROADMAP, "name": COHORT, "start": FIRST.isoformat(), "zone": HOME}
    made = await term.say(term.admin, "cohort create", time="09:00", **wished)
    assert "runs" in words(await term.press(term.admin, button(made, "Start")))


def _intend_everything(term: Term, looks: Sequence[datetime]) -> None:
    """What is to come whatever anybody does."""
    for name, member in term.members.items():
        term.intend(name, Intent(EVE + member.joins, "join"))
    term.intend("", Intent(instant(date(2027, 3, 12), time(10), HOME), "skip", EASTER))
    term.intend("", Intent(instant(SUDDEN, time(11), HOME), "skip", (SUDDEN,)))
    for passed in range(DAYS):
        term.intend("", Intent(instant(FIRST + timedelta(days=passed), time(4), HOME), "night"))
    for turn, at in enumerate((*looks, END)):
        term.intend("", Intent(at, "look around", turn))


@dataclass(slots=True)
class _Life:
    term: Term
    announcer: Announcer
    chance: Random
    due: datetime | None = None
    heard: int = 0

    async def live(self) -> None:
        """All the days."""
        while self.term.now < END:
            at = self.term.next_intent_at()
            if self.due is not None and self.due <= at:
                await self._glance(self.due)
                self._hear()
            else:
                self.term.door.clock.at = at
                await self._do(*self.term.next_intent())

    async def _do(self, name: str, intent: Intent) -> None:
        await _DEEDS[intent.what](self.term, name, intent.about)
        if intent.what not in CHANGES_NOTHING_AHEAD:
            self.due = await self.announcer.next_due_at()

    async def _glance(self, due: datetime) -> None:
        """The program looks at what is due within ten seconds, as it does anywhere."""
        late = timedelta(seconds=self.chance.uniform(0, _GLANCE))
        self.term.door.clock.at = max(self.term.now, due) + late
        await self.announcer.run_once()
        self.due = await self.announcer.next_due_at()
        assert self.due is None or self.due > self.term.now, "what is due is not done"

    def _hear(self) -> None:
        """Reads what has just come; people intend something because of it."""
        term = self.term
        for heard in term.mailbox.heard[self.heard :]:
            read(term, heard)
            if heard.kind == "post":
                day = term.course.days[int(card_of(heard.message).title.split()[1]) - 1]
                term.done_buttons[day] = button(heard.message, "Done")
                for diary in term.present:
                    term.plan(diary.name, day)
            elif heard.asks and (intent := term.members[heard.to].reaction(heard, term.now)):
                term.intend(heard.to, intent)
        self.heard = len(term.mailbox.heard)
