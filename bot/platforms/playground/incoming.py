"""What the page may send, checked before anything looks at it."""

from typing import Annotated, TypeVar

from aiohttp import web
from pydantic import AfterValidator, Base64Bytes, BaseModel, ConfigDict, Field, ValidationError

from bot.platforms.playground import form, world
from bot.platforms.playground.steering import Step
from bot.platforms.playground.world import Member, Room

LONGEST_LINE = 4000


class _Incoming(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _known_member(word: str) -> str:
    try:
        return world.member(word).id
    except KeyError as error:
        raise ValueError(word) from error


class Spoken(_Incoming):
    """Somebody speaks in a room that they can see."""

    member: Annotated[str, Field(alias="as"), AfterValidator(_known_member)]
    room: str

    @property
    def speaker(self) -> Member:
        """Who speaks."""
        return world.member(self.member)

    @property
    def place(self) -> Room:
        """Where; HTTP 404 for a room that the speaker cannot see."""
        try:
            room = world.room(self.room)
        except KeyError as error:
            raise web.HTTPNotFound from error
        if not room.is_open_to(self.speaker):
            raise web.HTTPNotFound
        return room


class SayIn(Spoken):
    """A line typed in the composer, whole or as far as it is typed."""

    line: str = Field(max_length=LONGEST_LINE)


class PressIn(Spoken):
    """A pressed button."""

    token: str = Field(max_length=200)
    label: str = Field(max_length=200)


class UploadIn(_Incoming):
    """A file picked in a form."""

    name: str = Field(max_length=255)
    media_type: str = Field(max_length=255)
    content: Base64Bytes


class SubmitIn(Spoken):
    """An answered form, with what the page was given along with the questions."""

    command: str
    token: str = Field(max_length=200)
    bound: dict[str, str]
    prompt: str = Field(max_length=LONGEST_LINE)
    answers: dict[str, str | UploadIn]

    @property
    def questions(self) -> form.Questions:
        """The questions that are answered, as far as they matter for the answer."""
        return form.Questions("", self.command, self.prompt, self.token, self.bound, ())

    @property
    def given(self) -> dict[str, form.Answer]:
        """The answers by parameter."""
        return {
            name: form.Upload(answer.name, answer.media_type, answer.content)
            if isinstance(answer, UploadIn)
            else answer
            for name, answer in self.answers.items()
        }


class ValuesIn(Spoken):
    """A field of a form, as far as it is typed."""

    command: str
    parameter: str
    typed: str = Field(max_length=200)
    given: dict[str, str]


class MoveIn(_Incoming):
    """A button of the clock."""

    step: Step


_Model = TypeVar("_Model", bound=_Incoming)


async def read(request: web.Request, model: type[_Model]) -> _Model:
    """The body; HTTP 400 when it is not what it should be."""
    try:
        return model.model_validate_json(await request.read())
    except ValidationError as error:
        raise web.HTTPBadRequest from error
