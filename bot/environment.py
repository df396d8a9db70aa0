"""Variables as people write them: kinds of value, secrets kept in files, what can be wrong in `.env`."""

import difflib
import io
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

HIGHEST_PORT = 65535
OUR_PREFIXES = ("DATABASE_", "DISCORD_", "ROADMATE_", "TELEGRAM_")


class SettingsError(Exception):
    """The bot cannot run like this. The text is one sentence: the variable, and what would be right."""

    def __init__(self, variable: str, sentence: str) -> None:
        super().__init__(f"{variable} {sentence}")
        self.variable = variable


@dataclass(frozen=True, slots=True)
class About:
    """`what` explains a variable in `.env.example`; `right` ends the sentence "NAME should be ..."."""

    what: str
    right: str
    example: str


@dataclass(frozen=True, slots=True)
class Shards:
    """Which of Discord's `count` shards this process serves."""

    ids: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. Port 0 takes any free one."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address for browsers."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def shards(text: str) -> Shards:
    """`0,1/4`, else ValueError."""
    found = re.fullmatch(r"(\d+(?:,\d+)*)/(\d+)", text.replace(" ", ""))
    if not found:
        raise ValueError
    wanted = Shards(tuple(sorted({int(one) for one in found[1].split(",")})), int(found[2]))
    if wanted.ids[-1] >= wanted.count:
        raise ValueError
    return wanted


def address(text: str) -> Address:
    """`HOST:PORT`, IPv6 in brackets, else ValueError."""
    found = re.fullmatch(r"(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+)):(\d{1,5})", text)
    if not found or int(found[3]) > HIGHEST_PORT:
        raise ValueError
    return Address(found[1] or found[2], int(found[3]))


def from_text(parse: Callable[[str], object]) -> BeforeValidator:
    """Parse a variable's text; a value that is none is left to pydantic."""
    return BeforeValidator(lambda value: parse(value) if isinstance(value, str) else value)


def _web_address(*schemes: str) -> AfterValidator:
    def check(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in schemes or not parts.hostname or re.search(r"\s", text):
            raise ValueError
        return text.rstrip("/")

    return AfterValidator(check)


def _shaped(pattern: str) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, value.get_secret_value()):
            raise ValueError
        return value

    return AfterValidator(check)


def _directory(path: Path) -> Path:
    if path.exists() and not path.is_dir():
        raise ValueError
    return path


DirectoryPath = Annotated[Path, AfterValidator(_directory)]
DatabaseUrl = Annotated[SecretStr, _shaped(r"sqlite\+aiosqlite:///\S+|postgresql\+asyncpg://\S+")]
SigningSecret = Annotated[SecretStr, _shaped(r"[\w+/=.~-]{16,256}")]
# Only what cannot be a token is refused here: proxies and local servers have shapes of their own.
DiscordToken = Annotated[SecretStr, _shaped(r"[!-~]{8,}")]
TelegramToken = Annotated[SecretStr, _shaped(r"\d+:[\w-]+")]
# The alphabet is Telegram's: https://core.telegram.org/bots/api#setwebhook
WebhookSecret = Annotated[SecretStr, _shaped(r"[A-Za-z0-9_-]{1,256}")]
WebAddress = Annotated[str, _web_address("http", "https")]


def file_variable(name: str) -> str:
    """The variable that names the file in which the secret `name` is kept."""
    return f"{name}_FILE"


class SecretFiles(PydanticBaseSettingsSource):
    """Reads a secret from the file that NAME_FILE names, as container platforms provide it."""

    def __init__(
        self, settings_cls: type[BaseSettings], named: Mapping[str, str | None], secrets: Collection[str]
    ) -> None:
        super().__init__(settings_cls)
        self._named = named
        self._secrets = secrets

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - inherited
        """The secret, or None where no file is named."""
        variable = file_variable(field_name.upper())
        path = self._named.get(variable.lower())
        if not path or field_name not in self._secrets:
            return None, field_name, False
        if self._named.get(field_name):
            raise SettingsError(variable, f"should not be set together with {field_name.upper()}.")
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(variable, f"should name a file that can be read, not {path!r}.") from error

    def __call__(self) -> dict[str, Any]:
        """What the files hold, by field."""
        fields = self.settings_cls.model_fields
        read = {name: self.get_field_value(field, name)[0] for name, field in fields.items()}
        return {name: value for name, value in read.items() if value is not None}


def check_env_file(path: Path, variables: Collection[str]) -> None:
    """Refuse what python-dotenv would skip with a warning, and names that are nearly one of `variables`."""
    if not path.exists():
        return
    try:
        lines = list(parse_stream(io.StringIO(path.read_text(encoding="utf-8"))))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), "should be a file of text in UTF-8 that can be read.") from error
    for line in lines:
        if line.error:
            raise SettingsError(str(path), f"should have NAME=value in line {line.original.line}.")
        if line.key and line.key.startswith(OUR_PREFIXES) and line.key not in variables:
            nearest = difflib.get_close_matches(line.key, variables, n=1, cutoff=0)[0]
            raise SettingsError(line.key, f"in {path} is not a setting; perhaps it should be {nearest}.")
