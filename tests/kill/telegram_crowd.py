"""Members on Telegram who press, say and reply, whether the bot lives or not."""

import asyncio
import random
from dataclasses import dataclass, field

from tests.acceptance.telegram_stage import Json, Person, Stage
from tests.kill.telegram_books import Slot, Wish

_PACE = 1 / 50
_NOTED, _REPLIED = 0.06, 0.03


@dataclass(slots=True)
class Tally:
    """What was done meanwhile."""

    kills: int = 0
    updates: int = 0
    wishes: list[Wish] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    caught: int = 0
    in_doubt: set[Slot] = field(default_factory=set)


class Crowd:
    """Members who press, say and reply without a break, whether the bot lives or not."""

    def __init__(self, stage: Stage, members: list[Person], chance: random.Random, tally: Tally) -> None:
        self._stage = stage
        self._members = members
        self._chance = chance
        self._tally = tally
        self._noted = set[tuple[int, Slot]]()
        self.posts: dict[Slot, Json] = {}
        self.awake = asyncio.Event()

    async def live(self) -> None:
        """Fifty updates a second, for ever, but for the evenings."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        async with asyncio.TaskGroup() as under_way:
            while True:
                await self.awake.wait()
                due = max(due + _PACE, loop.time() - 1)
                await asyncio.sleep(max(0, due - loop.time()))
                if self.posts and self.awake.is_set():
                    slot = self._chance.choice(list(self.posts))
                    under_way.create_task(self._act(slot, self._chance.choice(self._members)))

    def forget(self, day: str) -> None:
        """Nobody checks in any more for days before that."""
        self.posts = {slot: post for slot, post in self.posts.items() if slot[1] >= day}

    async def _act(self, slot: Slot, member: Person) -> None:
        post, (cohort, day), how = self.posts[slot], slot, self._chance.random()
        noted = how < _NOTED and (member.id, slot) not in self._noted
        number = self._tally.updates if noted else None
        if noted:
            self._noted.add((member.id, slot))
        self._tally.updates += 1
        if noted and how < _REPLIED:
            arguments = {"chat": post["chat_id"], "reply_to": post["message_id"], "text": f"#{number}"}
            await self._stage.ask("send_text", user=member.id, **arguments)
        elif noted:
            line = f'/checkin cohort={cohort} day={day[:4]}-{day[4:6]}-{day[6:]} note="#{number}"'
            await self._stage.ask("send_text", user=member.id, text=line)
        else:
            arguments = {"chat": post["chat_id"], "message_id": post["message_id"], "text": "Done"}
            await self._stage.ask("press_button", user=member.id, wait=0, **arguments)
        self._tally.wishes.append(Wish(member.id, cohort, day, number))
