"""What the person who runs the bot decides. Each name, its meaning and what is right for it stand here once:
`.env.example` and the refusals are made from them.
"""

import os
import reprlib
import secrets
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.environment import (
    About,
    Address,
    DatabaseUrl,
    DirectoryPath,
    DiscordToken,
    SecretFiles,
    SettingsError,
    Shards,
    SigningSecret,
    TelegramToken,
    WebAddress,
    WebhookSecret,
    address,
    check_env_file,
    file_variable,
    from_text,
    shards,
)
from bot.logs import LogFormat

SECRETS = (
    "database_url",
    "roadmate_secret",
    "discord_token",
    "telegram_token",
    "telegram_webhook_secret",
)
LEAST_SECRET = 16
SECRET_FILE = "secret"  # noqa: S105 - where it is kept, not what it is

EXAMPLE_HEADER = """\
# Roadmate's settings: copy this file to .env and set what you need. With nothing set, the playground runs.
# The values shown are those used anyway, or examples. The environment wins over .env.
# Made by `make docs` from bot/settings.py.
"""


def _beside_the_data(given: dict[str, Any]) -> SecretStr:
    return SecretStr(f"sqlite+aiosqlite:///{(given['roadmate_data'] / 'roadmate.db').as_posix()}")


class Settings(BaseSettings):
    """The settings, checked. A field is named as its variable, in lower case."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
        env_file_encoding="utf-8",
    )

    roadmate_data: Annotated[
        DirectoryPath,
        About("Where the bot keeps its files: the database, backups, its secret.", "a directory", "data"),
    ] = Path("data")
    database_url: Annotated[
        DatabaseUrl,
        About(
            "The database: SQLite in a file, or PostgreSQL (install roadmate[postgres]).",
            "sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME",
            "sqlite+aiosqlite:///data/roadmate.db",
        ),
    ] = Field(default_factory=_beside_the_data)
    roadmate_secret: Annotated[
        SigningSecret | None,
        About(
            "Signs the buttons. If it is not set, one is made and kept in the data directory.",
            "16 to 256 letters and digits, for example what `openssl rand -hex 32` prints",
            "",
        ),
    ] = None
    roadmate_http: Annotated[
        Address,
        NoDecode,
        from_text(address),
        About(
            "Where the playground and the health check are served.",
            "HOST:PORT, such as 127.0.0.1:8765",
            "127.0.0.1:8765",
        ),
    ] = Address("127.0.0.1", 8765)
    roadmate_log_format: Annotated[
        LogFormat,
        from_text(str.lower),
        About("How the log is written: for people or for machines.", "console or json", "console"),
    ] = "console"
    roadmate_log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        from_text(str.lower),
        About("How much is logged.", "debug, info, warning or error", "info"),
    ] = "info"
    roadmate_commands_a_minute: Annotated[
        int,
        Field(ge=0, le=10_000),
        About("How many commands a minute each account may say.", "a whole number, or 0 for no limit", "10"),
    ] = 10

    discord_token: Annotated[
        DiscordToken | None,
        About(
            "The Discord bot's token. Without it there is no Discord.",
            "the token from the Bot page of Discord's developer portal",
            "",
        ),
    ] = None
    discord_api_url: Annotated[
        WebAddress | None,
        About(
            "Where Discord's interface is, if not at Discord: for example a proxy.",
            "a web address such as http://127.0.0.1:3000/api/v10",
            "http://127.0.0.1:3000/api/v10",
        ),
    ] = None
    discord_guild_id: Annotated[
        int | None,
        Field(gt=0, lt=2**63),
        About(
            "While developing: make the commands known to this one server only, at once.",
            "a server's id, such as 81384788765712384",
            "81384788765712384",
        ),
    ] = None
    discord_shards: Annotated[
        Shards | None,
        NoDecode,
        from_text(shards),
        About(
            "Which of how many shards this process serves, for bots in very many servers.",
            "numbers below the count and the count, such as 0,1/4",
            "0,1/4",
        ),
    ] = None

    telegram_token: Annotated[
        TelegramToken | None,
        About(
            "The Telegram bot's token. Without it there is no Telegram.",
            "the token that @BotFather gave: a number, a colon and 35 characters",
            "",
        ),
    ] = None
    telegram_api_url: Annotated[
        WebAddress | None,
        About(
            "Where Telegram's interface is, if not at Telegram: for example a local Bot API server.",
            "a web address such as http://127.0.0.1:8081",
            "http://127.0.0.1:8081",
        ),
    ] = None
    telegram_webhook_url: Annotated[
        WebAddress | None,
        About(
            "Where Telegram reaches this bot from outside. Without it the bot asks Telegram for news.",
            "a web address; Telegram itself calls https:// only",
            "https://bot.example.org/telegram",
        ),
    ] = None
    telegram_webhook_secret: Annotated[
        WebhookSecret | None,
        About(
            "What Telegram shows to prove that a call to the webhook is its own.",
            "1 to 256 letters, digits, _ and -, for example what `openssl rand -hex 32` prints",
            "",
        ),
    ] = None

    @model_validator(mode="after")
    def _webhook_is_guarded(self) -> Self:
        if self.telegram_webhook_url and not self.telegram_webhook_secret:
            raise SettingsError(
                "TELEGRAM_WEBHOOK_SECRET", "should be set too, because TELEGRAM_WEBHOOK_URL is."
            )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - ours below is one variable a secret
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then `.env`, then the files that NAME_FILE variables of either name."""
        named: dict[str, str | None] = {}
        for source in (dotenv_settings, env_settings):
            if isinstance(source, EnvSettingsSource):
                named |= source.env_vars
        return init_settings, env_settings, dotenv_settings, SecretFiles(settings_cls, named, SECRETS)

    def secret_values(self) -> tuple[str, ...]:
        """Everything that must never be written to a log."""
        values = [value.get_secret_value() for _, value in self if isinstance(value, SecretStr)]
        password = urlsplit(self.database_url.get_secret_value()).password
        return (*values, unquote(password)) if password else tuple(values)


def load(env_file: Path = Path(".env")) -> Settings:
    """The settings of this process. Raises `SettingsError` for the first thing that is wrong."""
    check_env_file(env_file, [*_variables(), *(file_variable(name.upper()) for name in SECRETS)])
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        name = str(first["loc"][0]).upper()
        but = "" if name.lower() in SECRETS else f", not {reprlib.repr(str(first['input']))}"
        raise SettingsError(name, f"should be {_variables()[name].right}{but}.") from None


def signing_secret(settings: Settings) -> str:
    """`ROADMATE_SECRET`, or else the one kept in the data directory, which is made at the first start."""
    if settings.roadmate_secret:
        return settings.roadmate_secret.get_secret_value()
    path = settings.roadmate_data / SECRET_FILE
    try:
        if not path.exists():
            _keep(path, secrets.token_hex(32))
        kept = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            "ROADMATE_DATA", f"should be a directory to write to, not {path.parent}."
        ) from error
    if len(kept) < LEAST_SECRET:
        raise SettingsError(
            "ROADMATE_SECRET", f"should be set, or the damaged {path} be deleted to get a new one."
        )
    return kept


def _keep(path: Path, secret: str) -> None:
    """Write a secret for nobody else to read, so that after a crash it is there entirely or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def env_example() -> str:
    """The text of `.env.example`: every variable, with what is used when it is not set, or an example."""
    return "\n".join([EXAMPLE_HEADER, *(_example(name, about) for name, about in _variables().items())])


def _example(name: str, about: About) -> str:
    kept = (
        f"# Secret: {file_variable(name)} may name a file that holds it.\n" if name.lower() in SECRETS else ""
    )
    return f"# {about.what}\n{kept}# {name}={about.example}\n"


def _variables() -> dict[str, About]:
    return {
        name.upper(): next(note for note in field.metadata if isinstance(note, About))
        for name, field in Settings.model_fields.items()
    }
