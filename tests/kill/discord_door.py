"""Discord as its people use it: commands, buttons and forms, by the control API of an emulator."""

import asyncio
import shlex
from collections.abc import AsyncIterator, Mapping
from typing import Any

from tests.acceptance.discord_stage import WHISPERED
from tests.benchmarks.discord_stage import Stage
from tests.discord_components import buttons_of
from tests.kill.books import Rooms
from tests.kill.cohorts import ROOMS
from tests.kill.crowd import MEMBERS, Attempt, Post, post_of

ADMIN = "admin"
_LOOK_AGAIN = 0.1
_PATIENCE = 60
_BY_FORM = 3
_YES_NO = {"yes": True, "no": False}


class DiscordDoor:
    """The way to one Discord; `answers` are those that members have read, by the number in what they said."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._last: dict[str, str] = {}
        self.rooms: dict[str, str] = {}
        self.answers: dict[int, str] = {}
        self.posts: dict[str, Post] = {}

    async def furnish(self) -> None:
        """A server with its rooms and its people."""
        await self._stage.ask("add_guild", name="Study", channels=list(ROOMS))
        for channel in await self._stage.ask("channels", guild="Study"):
            self.rooms[channel["name"]] = channel["id"]
        for name in (ADMIN, *MEMBERS):
            await self._stage.ask("add_user", name=name)
            rights = ["manage_guild"] if name == ADMIN else []
            await self._stage.ask("add_member", guild="Study", user=name, permissions=rights)

    async def ready(self) -> None:
        """Returns when the bot is there."""
        await self._stage.ask("wait_ready", commands=1, timeout=60)

    async def say(self, member: str, room: str, line: str) -> None:
        """Says a line as one says it in the playground; on return it is answered."""
        words = shlex.split(line)
        given = (word.partition(":") for word in words if ":" in word)
        options = {name: _YES_NO.get(value, value) for name, _, value in given}
        command = " ".join(word for word in words if ":" not in word)
        await self._answered("invoke", user=member, channel=room, command=command, options=options)

    async def check_in(self, post: Post, attempt: Attempt) -> None:
        """Without a note one presses Done; with one, one says it or fills in the form under the post."""
        message = next(number for number, each in self.posts.items() if each == post)
        note = f"#{attempt.number}"
        if not attempt.noted:
            answer = await self._answered("click", user=attempt.member, message=message, label="Done")
        elif attempt.number % _BY_FORM:
            options = {"cohort": str(post.cohort), "day": post.day.isoformat(), "note": note}
            answer = await self._answered(
                "invoke", user=attempt.member, channel=post.room, command="checkin", options=options
            )
        else:
            opened = await self._answered("click", user=attempt.member, message=message, label="Note / proof")
            answer = await self._answered(
                "submit_modal", interaction=opened["interaction_id"], values={"note": note}
            )
        self.answers[attempt.number] = answer["message"]["text"].replace("*", "")

    async def messages(self, last: int) -> AsyncIterator[Mapping[str, Any]]:
        """The posts after the one with the id `last`, as they come."""
        known = {number: post for number, post in self.posts.items() if int(number) > last}
        while True:
            for number, post in known.items():
                yield _shown(number, post)
            known = await self._new()
            await asyncio.sleep(_LOOK_AGAIN)

    async def standing(self) -> Rooms:
        """What stands in the rooms now."""
        await self._new()
        return Rooms({number: post.slot for number, post in self.posts.items()}, self.answers)

    async def _new(self) -> Mapping[str, Post]:
        found: dict[str, Post] = {}
        for room in self.rooms.values():
            last = self._last.get(room, "0")  # of this room: others may have had later ones meanwhile
            for message in await self._stage.ask("messages", channel=room, user=ADMIN, after=last):
                self._last[room] = max(self._last.get(room, "0"), message["id"], key=int)
                done = buttons_of(message).get("Done")
                if done and not message["flags"] & WHISPERED:
                    found[message["id"]] = post_of(room, done)
        self.posts |= found
        return found

    async def _answered(self, what: str, **arguments: Any) -> Mapping[str, Any]:  # noqa: ANN401 - JSON
        answer: Mapping[str, Any] = await self._stage.ask(what, settle=0, timeout=_PATIENCE, **arguments)
        if answer["status"] != "ok" or answer["loading"]:
            told = {name: answer[name] for name in ("status", "delivered", "loading", "ack_ms")}
            problem = f"no answer to {what} {arguments}: {told}"
            raise RuntimeError(problem)
        return answer


def _shown(number: str, post: Post) -> Mapping[str, Any]:
    """As the crowd wants to see it."""
    done = {"label": "Done", "token": post.token}
    return {"id": int(number), "room": post.room, "asker": "", "buttons": [done]}
