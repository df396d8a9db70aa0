"""What is asked of somebody now -> the words around it, and the answers that are offered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from bot.interface.command import Parameter
from bot.interface.kinds import Choice, Count, Day, File, Person, Pick, Place, Prose, TimeOfDay, YesNo
from bot.interface.platform import Dispatcher
from bot.interface.request import Raw, Said
from bot.platforms.telegram import words
from bot.platforms.telegram.hearing import Hearing, Scene
from bot.platforms.telegram.questions import Questions, Wording

_MOST_CHOICES = 25
_CLOCKS = ("07:00", "08:00", "09:00", "12:00", "17:00", "18:00", "20:00", "21:00")
_DAYS = 7


class Offering:
    """Words the questions, each kind in its own way."""

    def __init__(self, dispatcher: Dispatcher, hearing: Hearing) -> None:
        self._dispatcher = dispatcher
        self._hearing = hearing
        self._commands = {command.name: command for command in dispatcher.catalogue()}

    async def choices(self, scene: Scene, questions: Questions) -> Sequence[Choice]:
        """The answers to choose from; a `Place` has the room that it is all about."""
        described, language = self._dispatcher.described, scene.language
        match self.parameter(questions).kind:
            case Pick():
                return await self.suggested(scene, questions, "")
            case YesNo():
                return [
                    Choice(word, described(word, language).capitalize()) for word in (words.YES, words.NO)
                ]
            case Day():
                first = scene.request.at.date()
                days = [first + timedelta(days=number) for number in range(_DAYS)]
                return [Choice(day.isoformat(), f"{day:%a} {day.isoformat()}") for day in days]
            case TimeOfDay():
                return [Choice(clock, clock) for clock in _CLOCKS]
            case Place():
                return [Choice("", questions.place.name)] if questions.place.space else ()
            case Prose() | Count() | Person() | File():
                return ()
            case kind:
                assert_never(kind)

    async def suggested(self, scene: Scene, questions: Questions, typed: str) -> Sequence[Choice]:
        """What a list offers: a question on the way to an answer, and so an event of its own."""
        said = Said(questions.command, {**questions.said, **questions.answers})
        about = await self._hearing.about(scene, questions.place, said)
        request = replace(about.request, event_id=f"{scene.request.event_id}?")
        found = await self._dispatcher.suggest(request, questions.asked, typed)
        return [choice for choice in found if choice.value][:_MOST_CHOICES]

    def chosen(self, questions: Questions, number: int) -> Raw:
        """The answer behind one of the choices."""
        is_place = isinstance(self.parameter(questions).kind, Place)
        return questions.place if is_place else questions.choices[number].value

    def parameter(self, questions: Questions) -> Parameter:
        """What is asked now."""
        return self._commands[questions.command].parameter(questions.asked)

    def wording(self, scene: Scene, questions: Questions) -> Wording:
        """The words around the question."""
        described, language = self._dispatcher.described, scene.language
        command = self._commands[questions.command]
        labels = {each.name: described(each.kind.label, language) for each in command.parameters}
        asked = command.parameter(questions.asked) if questions.asked else None
        return Wording(
            label=labels.get(questions.asked, ""),
            hint="" if asked is None else self._hint(asked, language),
            required=asked is not None and asked.required,
            skip=described(words.SKIP, language),
            cancel=described(words.CANCEL, language),
            labels=labels,
        )

    def _hint(self, parameter: Parameter, language: str) -> str:
        match parameter.kind:
            case Count(least=least, most=most):
                return f"{least} - {most}"
            case Day():
                return "2027-01-31"
            case TimeOfDay():
                return "09:00"
            case File():
                return self._dispatcher.described(words.SEND_A_FILE, language)
            case _:
                return ""
