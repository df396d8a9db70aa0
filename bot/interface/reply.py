"""What can be answered: spans of text, four kinds of block, buttons and forms.

Each platform renders them natively. Nobody but a platform writes markup: text is a tuple of spans, and a
platform escapes each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum


@dataclass(frozen=True, slots=True)
class Plain:
    """Text as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Text that stands out."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type, shown in a fixed width."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `url` is http or https."""

    text: str
    url: str


class WhenStyle(Enum):
    """How an instant is shown on the reader's own clock."""

    TIME = "time"
    DAY = "day"
    MOMENT = "moment"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class When:
    """An instant (aware UTC), shown on each reader's own clock.

    `fallback_zone` serves where no reader's clock is known.
    """

    instant: datetime
    style: WhenStyle = WhenStyle.MOMENT
    fallback_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's name.

    `external_ids` are (platform, id) pairs, for platforms that can link a name without a ping.
    """

    name: str
    external_ids: tuple[tuple[str, str], ...] = ()


Span = Plain | Strong | Code | Link | When | Member
Text = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence or two."""

    text: Text


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with lines under it.

    A block that is too long for a platform is split between lines, never inside one.
    """

    heading: str
    lines: tuple[Text, ...]
    bulleted: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """A short label with its value: `Streak` - `12 days`."""

    label: str
    value: Text


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, and the same in words for those who do not see it.

    `dark` is the same picture for a dark room, where there is one.
    """

    png: bytes
    alt: str
    dark: bytes | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A titled block: an opening line, facts, sections, a picture, a closing line.

    Everything but the title may be empty.
    """

    title: str
    lead: Text = ()
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: Text = ()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a board.

    `mark` is its rank or status in a word or two; `own` is true for the asker's own line.
    """

    mark: str
    text: Text
    own: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """A ranking or a list, one page of it; `page` counts from 1."""

    title: str
    rows: tuple[Row, ...]
    page: int = 1
    pages: int = 1
    note: Text = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file to keep."""

    name: str
    media_type: str
    content: bytes
    caption: Text = ()


Block = Notice | Card | Board | Sheet

Bound = str | int | bool | date
"""A value that a button can carry."""


class Emphasis(Enum):
    """What kind of step a button is: the next one, one of several, or one that takes something away."""

    PRIMARY = "primary"
    PLAIN = "plain"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Says:
    """A button that says a command with some arguments bound; `ask` names those to ask for in a form first.

    `personal` buttons work for the person they were made for only; `single_use` ones work once.
    """

    label: str
    command: str
    bound: Mapping[str, Bound] = field(default_factory=dict)
    ask: tuple[str, ...] = ()
    emphasis: Emphasis = Emphasis.PLAIN
    personal: bool = True
    single_use: bool = False


@dataclass(frozen=True, slots=True)
class Opens:
    """A button that opens a web address (http or https)."""

    label: str
    url: str


Button = Says | Opens


@dataclass(frozen=True, slots=True)
class Form:
    """Questions to ask before a command is said: parameter names of `command`, with values to start
    from.
    """

    title: str
    command: str
    bound: Mapping[str, Bound]
    ask: tuple[str, ...]
    start: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer or a post.

    A `whisper` is for the asker's eyes only. `shares` names arguments whose files are to be shown to all,
    beside the post that was answered.
    """

    blocks: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    whisper: bool = True
    shares: tuple[str, ...] = ()
