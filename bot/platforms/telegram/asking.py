"""Asks what a command wants to know, in a private chat, and remembers where it was across a restart."""

import secrets
from collections.abc import Mapping
from dataclasses import replace

from telegram import Bot, Message

from bot.interface.command import Command
from bot.interface.kinds import Choice, Pick
from bot.interface.platform import Dispatcher
from bot.interface.reply import Form
from bot.interface.request import Pressed, Raw, Request
from bot.platforms.telegram import words
from bot.platforms.telegram.drawing import Draft
from bot.platforms.telegram.hearing import Hearing, Scene, text_of
from bot.platforms.telegram.markup import Markup
from bot.platforms.telegram.offering import Offering
from bot.platforms.telegram.questions import (
    CANCEL,
    CHOOSE,
    SKIP,
    TURN,
    Questions,
    answered,
    drawn,
    packed_questions,
    unpacked_questions,
)
from bot.platforms.telegram.rooms import private
from bot.platforms.telegram.sending import Sending
from bot.platforms.telegram.store import Store

QUESTIONS = "questions"


class Asking:
    """Goes through the questions of a form; one person has at most one open."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        hearing: Hearing,
        sending: Sending,
        store: Store,
        markup: Markup,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._hearing = hearing
        self._sending = sending
        self._store = store
        self._markup = markup
        self._offering = Offering(dispatcher, hearing)
        self._commands = {command.name: command for command in dispatcher.catalogue()}

    def form(self, request: Request) -> Form | None:
        """The questions to ask first: those of the program, else for what must be given and was not."""
        form = self._dispatcher.form(request)
        if form is not None or isinstance(request.intent, Pressed):
            return form
        command = self._commands.get(request.intent.command)
        return None if command is None else _missing(command, request.intent.arguments)

    async def begin(self, scene: Scene, form: Form) -> Questions:
        """Remembers the questions, which are yet to be shown."""
        intent, language = scene.request.intent, scene.language
        is_command = form.title == form.command
        title = self._commands[form.command].help if is_command else form.title
        questions = Questions(
            handle=secrets.token_urlsafe(6),
            title=self._dispatcher.described(title, language) if is_command else title,
            command=form.command,
            token=intent.token if isinstance(intent, Pressed) else "",
            said={} if isinstance(intent, Pressed) else intent.arguments,
            place=scene.request.place,
            ask=form.ask,
            start=form.start,
        )
        return await self._next(scene, questions)

    async def open(self, person: str) -> Questions | None:
        """What somebody is being asked; nothing for a command that there is no more."""
        note = await self._store.note(QUESTIONS, person)
        is_known = note is not None and note["command"] in self._commands
        return unpacked_questions(note, self._bot) if note is not None and is_known else None

    async def show(self, scene: Scene, questions: Questions) -> None:
        """Shows the question: in place of the one before, or as a new message."""
        draft, room = self._draft(scene, questions), private(scene.person)
        if questions.message is not None:
            await self._sending.edit(room, questions.message, draft)
        else:
            message = await self._sending.say(room, draft)
            await self._keep(scene.person, replace(questions, message=message))

    async def press(self, scene: Scene, questions: Questions, data: str) -> Questions | None:
        """Goes on after a pressed key; None when there is nothing to go on with."""
        match questions.action(data):
            case (action, number) if action == CHOOSE and number < len(questions.choices):
                label = questions.choices[number].label
                return await self._answer(scene, questions, self._offering.chosen(questions, number), label)
            case (action, number) if action == TURN:
                questions = replace(questions, page=number)
                await self._keep(scene.person, questions)
                return questions
            case (action, _) if action == SKIP and not self._offering.parameter(questions).required:
                return await self._answer(scene, questions, questions.start.get(questions.asked, ""))
            case (action, _) if action == CANCEL:
                await self.close(scene, questions, words.CANCELLED)
        return None

    async def hear(self, scene: Scene, questions: Questions, message: Message) -> Questions:
        """Goes on after an answer in words, or a file. What follows stands under it, in a new message."""
        if questions.message is not None:
            await self._sending.edit(
                private(scene.person), questions.message, replace(self._draft(scene, questions), rows=())
            )
        questions = replace(questions, message=None)
        parameter, text = self._offering.parameter(questions), text_of(message).strip()
        if isinstance(parameter.kind, Pick):
            found = await self._offering.suggested(scene, questions, text)
            exact = next((each for each in found if text.casefold() in _names(each)), None)
            if exact is None and found and text:
                return replace(questions, choices=tuple(found), page=0)
            if exact is not None:
                return await self._answer(scene, questions, exact.value, exact.label)
        command = self._commands[questions.command]
        given = {parameter.name: text} if text else {}
        said = await self._hearing.values(command, given, message, questions.place.channel)
        value = said.get(parameter.name, "")
        return questions if value == "" else await self._answer(scene, questions, value)

    async def close(self, scene: Scene, questions: Questions, last_word: str = "") -> None:
        """Forgets the questions and leaves what was answered; the last word says how it ended."""
        await self._store.drop_note(QUESTIONS, scene.person)
        if questions.message is not None:
            lines = [self._markup.strong(questions.title)]
            lines += answered(questions, self._offering.wording(scene, questions), self._markup)
            if last_word:
                lines += ["", self._markup.shown(self._dispatcher.described(last_word, scene.language))]
            await self._sending.edit(private(scene.person), questions.message, Draft("\n".join(lines)))

    async def _answer(self, scene: Scene, questions: Questions, value: Raw, label: str = "") -> Questions:
        return await self._next(scene, questions.answered(value, label))

    async def _next(self, scene: Scene, questions: Questions) -> Questions:
        """With the choices for what is asked now."""
        choices = await self._offering.choices(scene, questions) if questions.asked else ()
        questions = replace(questions, choices=tuple(choices), page=0)
        await self._keep(scene.person, questions)
        return questions

    async def _keep(self, person: str, questions: Questions) -> None:
        await self._store.keep_note(QUESTIONS, person, packed_questions(questions))

    def _draft(self, scene: Scene, questions: Questions) -> Draft:
        return drawn(questions, self._offering.wording(scene, questions), self._markup)


def _names(choice: Choice) -> tuple[str, str]:
    return choice.value.casefold(), choice.label.casefold()


def _missing(command: Command, given: Mapping[str, Raw]) -> Form | None:
    """A form for what must be given, for Telegram insists on nothing."""
    required = (parameter.name for parameter in command.parameters if parameter.required)
    names = tuple(name for name in required if not given.get(name))
    return Form(command.name, command.name, {}, names) if names else None
