"""A cohort's term: its people, what they intend and have noted, and whatever was shown that is not so."""

from dataclasses import dataclass, field
from datetime import date, datetime
from heapq import heappop, heappush
from itertools import count

from bot.interface.address import RoomAddress
from bot.interface.reply import Reply, Says
from tests.front_door import HALL, FrontDoor
from tests.plain_words import words
from tests.simulation.cast import Day, Intent, Member
from tests.simulation.diary import HOME, Course, Diary, shown
from tests.simulation.mailbox import REMINDER, Heard, Mailbox


@dataclass(slots=True)
class Term:
    """`wrong` is all that was shown and is not so, `compared` how much was looked at."""

    door: FrontDoor
    mailbox: Mailbox
    members: dict[str, Member]
    course: Course
    diaries: dict[str, Diary] = field(default_factory=dict)
    done_buttons: dict[date, Says] = field(default_factory=dict)
    undo_buttons: dict[tuple[str, date], Says] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    compared: int = 0
    _ahead: list[tuple[datetime, int, str, Intent]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    @property
    def now(self) -> datetime:
        return self.door.clock.at

    @property
    def admin(self) -> str:
        return next(iter(self.members))

    @property
    def present(self) -> list[Diary]:
        """Who is in, in the order in which they first joined."""
        return [diary for diary in self.diaries.values() if diary.is_in]

    async def say(self, name: str, command: str, /, **arguments: str) -> Reply:
        """Somebody says a command in the room, and is answered."""
        answer = await self.door.say(self.members[name].speaker, command, HALL, **arguments)
        return self._whispered(command, answer)

    async def press(self, name: str, says: Says, place: RoomAddress = HALL) -> Reply:
        """Somebody presses a button, and is answered."""
        speaker = self.members[name].speaker
        answer = await self.door.press(speaker, self.door.token(says, speaker, place), place)
        return self._whispered(says.label, answer)

    def expect(self, what: str, found: object, expected: object) -> None:
        """Something was shown that has to be what the diaries say."""
        self.compared += 1
        if found != expected:
            self.wrong.append(f"{shown(self.now, HOME):%a %d %b %X}, {what}: {found!r}, not {expected!r}")

    def intend(self, name: str, intent: Intent) -> None:
        """Somebody will do that; what they missed the time for, now."""
        heappush(self._ahead, (max(intent.at, self.now), next(self._order), name, intent))

    def plan(self, name: str, day: date) -> None:
        """What somebody intends to do about a study day that is posted."""
        seen = Day(self.course, self.diaries[name], day, self.course.days.index(day))
        for intent in self.members[name].habit(self.members[name], seen):
            if intent.at >= self.now:
                self.intend(name, intent)

    def next_intent_at(self) -> datetime:
        """When somebody will do something next."""
        return max(self.now, self._ahead[0][0])

    def next_intent(self) -> tuple[str, Intent]:
        """Who that is, and what they will do."""
        *_, name, intent = heappop(self._ahead)
        return name, intent

    def reminded_of(self, heard: Heard) -> date:
        """The study day that a private message is about; where it is about none, the day on which it came."""
        found = REMINDER.search(words(heard.message))
        if found is None:
            return self.diaries[heard.to].shown(heard.at).date()
        return self.course.days[int(found[1]) - 1]

    def _whispered(self, what: str, answer: Reply) -> Reply:
        self.expect(f"the answer to {what} is for nobody else", answer.whisper, expected=True)
        return answer
