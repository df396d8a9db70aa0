"""A typed line, a pressed button or an answered form -> a request; its answer -> a message in the room."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.interface.button import Buttons
from bot.interface.command import Command
from bot.interface.platform import Dispatcher
from bot.interface.reply import Notice, Plain, Reply
from bot.interface.request import Pressed, Request, Said
from bot.interface.timepiece import Timepiece
from bot.platforms.playground import form as forms
from bot.platforms.playground import line as lines
from bot.platforms.playground import wire, world
from bot.platforms.playground.asking import Asking, is_offered
from bot.platforms.playground.form import Answer, Questions
from bot.platforms.playground.legible import legible
from bot.platforms.playground.message import Draft
from bot.platforms.playground.world import Member, Room


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of something said: the answer, or the questions to answer first."""

    reply: Reply
    questions: Questions | None = None


class Conversation:
    """Speaks for members with the dispatcher; `keep` stores what is said."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        buttons: Buttons,
        timepiece: Timepiece,
        keep: Callable[[Draft], Awaitable[object]],
    ) -> None:
        self._dispatcher = dispatcher
        self._buttons = buttons
        self._timepiece = timepiece
        self._keep = keep
        self._asking = Asking(dispatcher)

    async def say(self, member: Member, room: Room, line: str) -> Heard:
        """Answer a line that begins with `/`; another is for the people in the room."""
        if not lines.is_command(line):
            return await self._chat(member, room, line)
        typed = lines.typed(line, self._dispatcher.catalogue())
        if typed.command is None:
            return await self._answered(self.request(member, room, Said(typed.name, {})), line)
        return await self._said(member, room, typed.command, typed.arguments, line)

    async def press(self, member: Member, room: Room, token: str, label: str) -> Heard:
        """Answer a pressed button, or ask first what it wants to know."""
        request = self.request(member, room, Pressed(token, {}))
        form = self._dispatcher.form(request)
        if form is None:
            return await self._answered(request, label)
        return Heard(Reply(), await self._asking.questions(form, request, label, token))

    async def submit(
        self, member: Member, room: Room, questions: Questions, given: Mapping[str, Answer]
    ) -> Heard:
        """Answer an answered form."""
        command = self.command(questions.command)
        answers = forms.answers(command, given)
        if questions.token:
            request = self.request(member, room, Pressed(questions.token, answers))
        else:
            bound = forms.answers(command, questions.bound)
            request = self.request(member, room, Said(command.name, bound | answers))
        return await self._answered(request, questions.prompt)

    def request(self, member: Member, room: Room, intent: Said | Pressed) -> Request:
        """The request of a member in a room, now."""
        return Request(
            event_id=secrets.token_hex(16),
            at=self._timepiece.now(),
            speaker=member.speaker,
            place=room.address,
            space_name="" if room.owner else world.SPACE_NAME,
            intent=intent,
        )

    def command(self, name: str) -> Command:
        """The command of that name; `KeyError` if there is none."""
        return self._asking.command(name)

    async def _chat(self, member: Member, room: Room, line: str) -> Heard:
        text = Notice((Plain(line),))
        await self._keep(Draft(room.id, self._timepiece.now(), author=member.id, blocks=(text,)))
        return Heard(Reply())

    async def _said(
        self, member: Member, room: Room, command: Command, words: Mapping[str, str], line: str
    ) -> Heard:
        arguments = {name: lines.value(command.parameter(name), word) for name, word in words.items()}
        request = self.request(member, room, Said(command.name, arguments))
        form = self._asking.missing(command, words, room) or self._dispatcher.form(request)
        if form is None or not is_offered(command, member, room):
            return await self._answered(request, line)
        return Heard(Reply(), await self._asking.questions(form, request, line, words=words))

    async def _answered(self, request: Request, prompt: str) -> Heard:
        reply = await self._dispatcher.answer(request)
        speaker, place = request.speaker.external_id, request.place
        draft = Draft(
            place.channel,
            self._timepiece.now(),
            asker=speaker,
            prompt=legible(prompt.strip()),
            only_for=speaker if reply.whisper and place.space else "",
            blocks=reply.blocks,
            buttons=tuple(wire.shown(button, self._buttons, place, speaker) for button in reply.buttons),
        )
        await self._keep(draft)
        return Heard(reply)
