"""A typed line, a pressed button or an answered form -> a request; its answer -> a message in the room."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.interface.button import Buttons
from bot.interface.command import Choice, Command, Pick, Place, Pressed, Request, Said
from bot.interface.platform import Dispatcher
from bot.interface.reply import Form, Notice, Plain, Reply, Says
from bot.interface.timepiece import Timepiece
from bot.platforms.playground import form as forms
from bot.platforms.playground import line as lines
from bot.platforms.playground import wire, world
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

    async def say(self, member: Member, room: Room, line: str) -> Heard:
        """Answer a line that begins with `/`; another is for the people in the room."""
        if not lines.is_command(line):
            return await self._chat(member, room, line)
        typed = lines.typed(line, self._dispatcher.catalogue())
        command = typed.command
        if command is None:
            return await self._answered(self.request(member, room, Said(typed.name, {})), member, room, line)
        form = self._missing(command, typed.arguments, member, room)
        arguments = {
            name: lines.value(command.parameter(name), word) for name, word in typed.arguments.items()
        }
        request = self.request(member, room, Said(command.name, arguments))
        form = form or self._dispatcher.form(request)
        if form is not None:
            return await self._asked(form, request, member, room, prompt=line)
        return await self._answered(request, member, room, line)

    async def press(self, member: Member, room: Room, token: str, label: str) -> Heard:
        """Answer a pressed button, or ask first what it wants to know."""
        request = self.request(member, room, Pressed(token, {}))
        form = self._dispatcher.form(request)
        if form is not None:
            return await self._asked(form, request, member, room, prompt=label, token=token)
        return await self._answered(request, member, room, label)

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
        return await self._answered(request, member, room, questions.prompt)

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
        return {command.name: command for command in self._dispatcher.catalogue()}[name]

    async def _chat(self, member: Member, room: Room, line: str) -> Heard:
        text = Notice((Plain(line),))
        await self._keep(Draft(room.id, self._timepiece.now(), author=member.id, blocks=(text,)))
        return Heard(Reply())

    async def _answered(self, request: Request, member: Member, room: Room, prompt: str) -> Heard:
        reply = await self._dispatcher.answer(request)
        if reply.form is not None:
            return await self._asked(reply.form, request, member, room, prompt)
        draft = Draft(
            room.id,
            self._timepiece.now(),
            asker=member.id,
            prompt=legible(prompt.strip()),
            only_for=member.id if reply.whisper else "",
            blocks=reply.blocks,
            buttons=tuple(
                wire.shown(button, self._buttons, room.address, member.id) for button in reply.buttons
            ),
        )
        await self._keep(draft)
        return Heard(reply)

    def _missing(self, command: Command, words: Mapping[str, str], member: Member, room: Room) -> Form | None:
        """The form for all the arguments, when one that is required was not given."""
        if all(parameter.name in words for parameter in command.parameters if parameter.required):
            return None
        here = {
            parameter.name: room.id
            for parameter in command.parameters
            if isinstance(parameter.kind, Place) and not room.owner
        }
        title = self._dispatcher.described(command.help, member.speaker.language)
        names = tuple(parameter.name for parameter in command.parameters)
        return Form(title, command.name, {}, names, start={**here, **words})

    async def _asked(
        self, form: Form, request: Request, member: Member, room: Room, prompt: str, token: str = ""
    ) -> Heard:
        command = self.command(form.command)
        hidden = form.bound.keys() - {parameter.name for parameter in command.parameters}
        if hidden and not token:  # such values are not for people to give, so they travel signed
            says = Says(form.title, form.command, form.bound, form.ask)
            token = self._buttons.token(says, room.address, member.id)
        bound = {} if token else {name: forms.word(value) for name, value in form.bound.items()}
        fields = [
            forms.field(
                command.parameter(name),
                self._dispatcher.described(command.parameter(name).kind.label, member.speaker.language),
                form.start.get(name, ""),
                await self._choices(request, command, name),
            )
            for name in form.ask
        ]
        questions = Questions(form.title, command.name, prompt, token, bound, tuple(fields))
        return Heard(Reply(form=form), questions)

    async def _choices(self, request: Request, command: Command, name: str) -> tuple[Choice, ...]:
        if not isinstance(command.parameter(name).kind, Pick):
            return ()
        intent = request.intent if isinstance(request.intent, Said) else Said(command.name, {})
        said = self.request(
            world.member(request.speaker.external_id), world.room(request.place.channel), intent
        )
        return tuple(await self._dispatcher.suggest(said, name, ""))
