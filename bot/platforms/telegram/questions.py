"""Questions that somebody is being asked, one at a time, in a message that is edited in place."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from telegram import Bot

from bot.interface.address import RoomAddress
from bot.interface.kinds import Choice
from bot.interface.request import Pressed, Raw, Said
from bot.platforms.telegram.drawing import Draft
from bot.platforms.telegram.kept import Json
from bot.platforms.telegram.keyboard import Key, Rows, in_rows
from bot.platforms.telegram.markup import Markup, legible
from bot.platforms.telegram.packing import packed, unpacked

MARK = "~"
CHOOSE, TURN, SKIP, CANCEL = "c", "p", "s", "x"
_ON_A_PAGE = 8
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked of one person about a room, and what was answered.

    The answers go with `token`, if there is one, or else with the command and what was `said` before. `step`
    counts the questions that are over. `handle` keeps keys of other questions from answering these. `told`
    are the answers as people read them.
    """

    handle: str
    title: str
    command: str
    token: str
    said: Mapping[str, Raw]
    place: RoomAddress
    ask: tuple[str, ...]
    start: Mapping[str, str]
    answers: Mapping[str, Raw] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    step: int = 0
    choices: tuple[Choice, ...] = ()
    page: int = 0
    message: int | None = None

    @property
    def asked(self) -> str:
        """The name of what is asked now; empty when all is answered."""
        return self.ask[self.step] if self.step < len(self.ask) else ""

    @property
    def intent(self) -> Said | Pressed:
        """What the person says with all of it."""
        if self.token:
            return Pressed(self.token, self.answers)
        return Said(self.command, {**self.said, **self.answers})

    def answered(self, value: Raw, label: str = "") -> "Questions":
        """With the answer to what is asked now, and the next question; an empty answer is none."""
        if value == "":
            return replace(self, step=self.step + 1)
        answers = {**self.answers, self.asked: value}
        shown = _shown(value)  # a label that begins with it goes on with what is true only now
        told = {**self.told, self.asked: shown if label.startswith(shown) else label or shown}
        return replace(self, answers=answers, told=told, step=self.step + 1)

    def data(self, action: str, number: int = 0) -> str:
        """What a key says."""
        return f"{MARK}{self.handle}:{self.step}:{action}{number}"

    def action(self, data: str) -> tuple[str, int] | None:
        """What a pressed key means; None if it belongs to another question."""
        head, _, said = data.rpartition(":")
        if head != f"{MARK}{self.handle}:{self.step}" or not said[1:].isdecimal():
            return None
        return said[0], int(said[1:])


def packed_questions(questions: Questions) -> Json:
    """As JSON."""
    bare = asdict(replace(questions, said={}, answers={}))
    return bare | {"said": packed(questions.said), "answers": packed(questions.answers)}


def unpacked_questions(values: Json, bot: Bot) -> Questions:
    """Questions that were packed."""
    return Questions(
        **values
        | {
            "said": unpacked(values["said"], bot),
            "answers": unpacked(values["answers"], bot),
            "place": RoomAddress(**values["place"]),
            "ask": tuple(values["ask"]),
            "choices": tuple(Choice(**choice) for choice in values["choices"]),
        }
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """The words around a question, in the person's language."""

    label: str
    hint: str
    required: bool
    skip: str
    cancel: str
    labels: Mapping[str, str]


def drawn(questions: Questions, wording: Wording, markup: Markup) -> Draft:
    """The question that is asked now, under what is answered."""
    lines = [markup.strong(questions.title), *answered(questions, wording, markup)]
    lines += ["", markup.strong(wording.label)]
    if wording.hint:
        lines.append(f"<i>{markup.shown(wording.hint)}</i>")
    return Draft("\n".join(lines), _rows(questions, wording))


def answered(questions: Questions, wording: Wording, markup: Markup) -> list[str]:
    """A line for each answer."""
    return [
        f"{markup.shown(wording.labels[name])}: {markup.strong(legible(told))}"
        for name, told in questions.told.items()
    ]


def _shown(value: Raw) -> str:
    name = getattr(value, "name", None)
    return legible(str(value if name is None else name))[:_LONGEST_LABEL]


def _rows(questions: Questions, wording: Wording) -> Rows:
    first = questions.page * _ON_A_PAGE
    shown = questions.choices[first : first + _ON_A_PAGE]
    keys = [
        Key(legible(choice.label)[:_LONGEST_LABEL], questions.data(CHOOSE, first + place))
        for place, choice in enumerate(shown)
    ]
    rows = in_rows(keys, most=4)
    turns = [
        Key(sign, questions.data(TURN, page))
        for sign, page in (("←", questions.page - 1), ("→", questions.page + 1))
        if 0 <= page * _ON_A_PAGE < len(questions.choices)
    ]
    last = [Key(wording.cancel, questions.data(CANCEL))]
    if not wording.required:
        last.insert(0, Key(wording.skip, questions.data(SKIP)))
    return (*rows, *([tuple(turns)] if turns else []), tuple(last))
