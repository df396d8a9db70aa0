"""The story of a cohort on Telegram as its people live it: in a group, in a topic, and in a channel."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.acceptance.steps import Steps
from tests.acceptance.telegram_stage import BOT, Json, Life, Person, Stage, labels

EVE = datetime(2027, 1, 3, 11, tzinfo=UTC)
_BEFORE_THE_POST = datetime(2027, 1, 4, 7, 59, 55, tzinfo=UTC)
_TRICKY = "read <b>chapter</b> 3 & /add, <id>, @app.get, $O$ 🎉"


@dataclass(frozen=True, slots=True)
class People:
    """Who lives the story; `zoe` has her Telegram in German, `eve` is no member of anything."""

    boss: Person
    ada: Person
    bruno: Person
    zoe: Person
    eve: Person


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cohort is: a chat, and the topic of a forum."""

    kind: str
    chat: int
    thread: int | None = None

    @property
    def where(self) -> dict[str, int]:
        """As the control API takes it."""
        return {} if self.thread is None else {"thread_id": self.thread}


async def people(stage: Stage) -> People:
    """Five people; who they are in a chat is told to it."""
    return People(
        await stage.person("Boss"),
        await stage.person("Ada"),
        await stage.person("Bruno"),
        await stage.person("Zoe", "de"),
        await stage.person("Eve"),
    )


class Story:
    """One cohort in one place, from its making to its first evening."""

    def __init__(self, stage: Stage, life: Life, steps: Steps, who: People, place: Place) -> None:
        self._stage = stage
        self._life = life
        self._steps = steps
        self._who = who
        self._place = place
        self._name = f"Winter {place.kind}"
        self._post: Json = {}

    async def told(self) -> None:
        """All of it."""
        begin = self._begin_in_a_channel if self._place.kind == "channel" else self._begin_by_a_line
        if self._place.kind == "group":
            begin = self._begin_from_the_private_chat
        await self._step("an admin makes and starts a cohort", begin)
        await self._step("what is said to other bots is left alone", self._others)
        await self._step("members join by a command, a link and a key", self._join)
        await self._life.move_to(_BEFORE_THE_POST)
        await self._step("the post appears at its time, silently, with its keys", self._posted)
        await self._step("who has never spoken joins under the post", self._join_under_the_post)
        await self._step("a press of Done counts, once", self._done)
        await self._step("a command with a note counts, as it was written", self._noted)
        await self._step("a note by the key, asked in private", self._asked)
        await self._step("a reply with a picture counts, with a reaction for a receipt", self._replied)
        await self._step("one undoes, and counts again", self._undone)
        await self._step("a stranger is told how to come in", self._stranger)
        await self._step("every command of a member answers", self._members_ask)
        await self._step("every command of an admin answers, and to no member", self._admins_ask)

    async def _step(self, what: str, act: Callable[[], Awaitable[None]]) -> None:
        await self._steps.step(f"{self._place.kind}: {what}", act)

    async def _begin_from_the_private_chat(self) -> None:
        boss, stage = self._who.boss, self._stage
        hello = await boss.start()
        assert "Run a group" in str(hello["keyboard"]["keyboard"][0][0]), hello
        assert hello["keyboard"]["keyboard"][0][0]["request_chat"]["chat_is_channel"] is False
        since = await stage.moment()
        await stage.ask("add_bot_to_chat", chat=self._place.chat, by=boss.id, payload="run")
        await stage.heard(self._place.chat, "/cohort_create", since)
        asked = await stage.heard(boss.id, "Which roadmap", since)
        question = await boss.chooses("py-backend-20d" if "py-backend-20d" in str(labels(asked)) else "20")
        assert question["message_id"] == asked["message_id"], "it is edited in place"
        asked = await boss.says(self._name, text="The first day")
        assert (await boss.chooses("2027-01-04", "When to post"))["message_id"] == asked["message_id"]
        assert (await boss.chooses("09:00", "Time zone"))["message_id"] == asked["message_id"]
        draft = await boss.chooses("Europe/Berlin", "preview")
        assert draft["message_id"] == asked["message_id"], "up to the preview"
        await self._start(draft)

    async def _begin_by_a_line(self) -> None:
        draft = await self._who.boss.says(
            f'/cohort_create@{BOT} curriculum=py-backend-20d name="{self._name}" start=2027-01-04 time=09:00'
            " zone=Europe/Berlin",
            self._place.chat,
            "preview",
            answered_in=self._who.boss.id,
            **self._place.where,
        )
        await self._start(draft)

    async def _begin_in_a_channel(self) -> None:
        boss, chat = self._who.boss, self._place.chat
        line = f'/cohort_create curriculum=py-backend-20d name="{self._name}" start=2027-01-04 time=09:00'
        who = await boss.says(f"{line} zone=Europe/Berlin", chat, "cannot see who")
        assert labels(who) == ["Yes, it is me"]
        answer = await self._who.ada.presses("Yes, it is me", chat)
        assert "admin" in answer["text"], "a member is refused"
        since = await self._stage.moment()
        await boss.presses("Yes, it is me", chat)
        await self._start(await self._stage.heard(boss.id, "preview", since))

    async def _start(self, draft: Json) -> None:
        assert "Day" in draft["text"] or "1:" in draft["text"], draft["text"]
        assert "Start" in labels(draft), labels(draft)
        started = await self._who.boss.chooses("Start", "runs")
        assert self._name in started["text"]

    async def _others(self) -> None:
        calls = len(await self._stage.called("*"))
        await self._stage.ask(
            "send_text", user=self._who.boss.id, text="/today@other_bot", chat=self._place.chat
        )
        await asyncio.sleep(2)
        assert len(await self._stage.called("*")) == calls, "nothing is asked of Telegram"

    async def _join(self) -> None:
        ada, zoe, chat = self._who.ada, self._who.zoe, self._place.chat
        if self._place.kind == "channel":
            return  # nobody but its admins can say anything there
        if not await self._is_open(ada):
            await ada.start()
        asked = await ada.says(
            f"/join {self._name}", chat, "time zone", answered_in=ada.id, **self._place.where
        )
        assert "Cancel" in labels(asked)
        await ada.chooses("Europe/London", "Remind me")
        await ada.chooses("Skip", "I open the topic")
        await ada.chooses("Skip", "Show me")
        assert self._name in (await ada.chooses("Yes", "You are in"))["text"]
        line = f'/join cohort="{self._name}" zone=Asia/Kolkata'
        if await self._is_open(zoe):
            answer = await zoe.says(line, chat, self._name, answered_in=zoe.id, **self._place.where)
        else:
            pointer = await zoe.says(line, chat, "private chat", **self._place.where)
            [[key]] = pointer["buttons"]
            assert key["value"] == f"https://t.me/{BOT}?start=answer", key
            answer = await zoe.start("answer", self._name)
        assert "Asia/Kolkata" in answer["text"], answer["text"]

    async def _is_open(self, person: Person) -> bool:
        return bool(await self._stage.seen(person.id))

    async def _posted(self) -> None:
        post = await self._stage.heard(self._place.chat, "Day 1 of 20")
        assert post["silent"], "nobody is rung"
        assert post["thread_id"] == self._place.thread, post["thread_id"]
        assert labels(post) == ["Done", "Note / proof", "Open", "Join"], labels(post)
        assert any(each["type"] == "date_time" for each in post["entities"]), post["entities"]
        self._post = post

    async def _join_under_the_post(self) -> None:
        members = (self._who.bruno, self._who.ada, self._who.zoe)
        for person in members if self._place.kind == "channel" else members[:1]:
            answer = await person.presses("Join", self._place.chat, self._post["message_id"])
            assert answer["url"] == f"https://t.me/{BOT}?start=question", answer
            await person.start("question", "time zone")
            await person.chooses("Skip", "Remind me")
            await person.chooses("Skip", "I open the topic")
            await person.chooses("Skip", "Show me")
            await person.chooses("Yes", self._name)

    async def _done(self) -> None:
        ada, message = self._who.ada, self._post["message_id"]
        answer = await ada.presses("Done", self._place.chat, message)
        assert answer["text"].startswith("Day 1 counted. Streak 1, 2 freezes left."), answer
        answer = await ada.presses("Done", self._place.chat, message)
        assert "Already counted at" in answer["text"], answer

    async def _noted(self) -> None:
        bruno, place = self._who.bruno, self._place
        if place.kind == "channel":
            answer = await bruno.says(f'/checkin cohort="{self._name}" note="{_TRICKY}"', text="counted")
        else:
            answer = await bruno.says(
                f"/checkin {_TRICKY}", place.chat, "counted", answered_in=bruno.id, **place.where
            )
        assert "Your note is saved." in answer["text"], answer["text"]

    async def _asked(self) -> None:
        ada = self._who.ada
        answer = await ada.presses("Note / proof", self._place.chat, self._post["message_id"])
        assert answer["url"] == f"https://t.me/{BOT}?start=question", answer
        await ada.says("loops", text="How many minutes")
        await ada.says("45", text="How was it")
        await ada.chooses("hard", "A picture or file")
        shown = await ada.chooses("Skip", "Your note is saved.")
        assert "Already counted" in shown["text"]

    async def _replied(self) -> None:
        zoe, chat, post = self._who.zoe, self._place.chat, self._post["message_id"]
        if self._place.kind == "channel":
            answer = await zoe.presses("Done", chat, post)
            assert "1" in answer["text"], answer
            return
        said = len(await self._stage.seen(chat))
        sent = await self._stage.ask(
            "send_photo", user=zoe.id, caption="look 👀", chat=chat, reply_to=post, **self._place.where
        )
        async with asyncio.timeout(60):
            while True:
                shown = await self._stage.ask("message", chat=chat, message_id=sent["message_id"])
                if shown["reactions"]:
                    break
                await asyncio.sleep(0.1)
        assert shown["reactions"][0]["reaction"] == "👍", shown["reactions"]
        assert len(await self._stage.seen(chat)) == said, "and nothing is said in public"

    async def _undone(self) -> None:
        ada = self._who.ada
        await ada.chooses("Undo", "no longer counted")
        answer = await ada.presses("Done", self._place.chat, self._post["message_id"])
        assert answer["text"].startswith("Day 1 counted. Streak 1"), answer

    async def _stranger(self) -> None:
        eve = self._who.eve
        answer = await eve.presses("Done", self._place.chat, self._post["message_id"])
        assert "counted" not in answer["text"], answer

    async def _members_ask(self) -> None:
        ada, chat, where = self._who.ada, self._place.chat, self._place.where
        here = {} if self._place.kind == "channel" else {"chat": chat, "answered_in": ada.id, **where}
        name = f' cohort="{self._name}"'
        for line, expected in (
            (f"/today{name}", "Day 1"),
            (f"/streak{name}", "1"),
            (f"/why{name}", "Jan"),
            (f"/leaderboard{name}", "Ada"),
            (f"/plan{name}", "the plan"),
            (f"/progress{name}", self._name),
            ("/settings", "London" if self._place.kind != "channel" else ""),
            ("/help checkin", "/checkin"),
            ("/help", "/cohort_create"),
            ("/privacy", ""),
            ("/export", ""),
        ):
            answer = await ada.says(line, text=expected, **here)
            assert "reference" not in answer["text"], answer["text"]
        files = [each for each in await self._stage.seen(ada.id) if each["media"]]
        assert files, "an export is a file"

    async def _admins_ask(self) -> None:
        boss, place, name = self._who.boss, self._place, f'cohort="{self._name}"'
        if place.kind == "channel":
            return  # every one of them would wait under a key, as the first has shown
        for line, expected in (
            (f"/cohort_status {name}", "3"),
            (f"/cohort_preview {name}", "preview"),
            (f"/cohort_export {name}", ""),
            (f"/cohort_skip {name} day=2027-01-20", "20"),
            (f"/cohort_pause {name}", "is paused"),
            (f"/cohort_resume {name}", "goes on"),
            ("/curriculum_list", "20"),
            ("/curriculum_show py-backend-20d", "20"),
            (f"/cohort_delete {name}", "Delete"),
        ):
            answer = await boss.says(line, place.chat, expected, answered_in=boss.id, **place.where)
            assert "reference" not in answer["text"], answer["text"]
            refused = await self._who.ada.says(
                line, place.chat, "admin", answered_in=self._who.ada.id, **place.where
            )
            assert "admin" in refused["text"].lower(), refused["text"]
