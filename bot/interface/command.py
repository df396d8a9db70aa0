"""What can be said: commands as typed arguments, whose annotations say what is wanted of a person.

Knows no platform and no rule of studying. A platform reads `Command.parameters` and offers each kind in its
native way.
"""

from collections.abc import Awaitable, Callable
from dataclasses import MISSING, dataclass, fields
from enum import Enum
from functools import cached_property
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from bot.interface.kinds import Kind
from bot.interface.reply import Reply


class Audience(Enum):
    """Who may say a command; `bot.services.access` decides."""

    EVERYBODY = "everybody"
    ADMINS = "admins"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a command: its name in the contract, its kind, and whether it may be left out.

    `field` is its name in the arguments' class: with an underscore where Python needs the name itself.
    """

    name: str
    kind: Kind
    required: bool
    field: str


@dataclass(frozen=True)
class Command:
    """A command: what it is called, what it wants, and who answers it.

    `answer` takes who asks, the voice to answer in, and an instance of `arguments`.
    `code` is two letters that never change, for buttons that outlive releases. `help` is a message id for
    gettext. `main` names the argument that takes the rest of the text where arguments are typed (`/checkin
    read chapter 3`).
    """

    name: str
    code: str
    arguments: type
    answer: Callable[[Any, Any, Any], Awaitable[Reply]]
    audience: Audience
    help: str
    main: str = ""
    asks: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The first word of a two-word name, else the empty string."""
        head, _, tail = self.name.partition(" ")
        return head if tail else ""

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The arguments people can give, in order; fields without a kind are filled by buttons only."""
        hints = get_type_hints(self.arguments, include_extras=True)
        return tuple(
            Parameter(contract_name(field.name), kind, field.default is MISSING, field.name)
            for field in fields(self.arguments)
            if (kind := _kind_of(hints[field.name])) is not None
        )

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; `KeyError` if there is none."""
        return {parameter.name: parameter for parameter in self.parameters}[name]


def contract_name(field_name: str) -> str:
    """What people call the argument in that field: a name that Python keeps for itself (`from`) is written
    with an underscore behind it.
    """
    return field_name.removesuffix("_")


def _kind_of(hint: object) -> Kind | None:
    if get_origin(hint) is not Annotated:
        return None
    return next((extra for extra in get_args(hint)[1:] if isinstance(extra, Kind)), None)
