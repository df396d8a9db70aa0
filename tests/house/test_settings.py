import os
import stat
from pathlib import Path

import pytest

from bot.environment import Address, SettingsError, Shards
from bot.settings import SECRETS, Settings, env_example, load, signing_secret

ROOT = Path(__file__).parents[2]
DISCORD = f"{'M' * 24}.{'a' * 6}.{'b' * 27}"
TELEGRAM = f"123456:{'A' * 35}"
SECRET = "s" * 32

RIGHT = [
    ("ROADMATE_DATA", "elsewhere", Path("elsewhere")),
    ("DATABASE_URL", "postgresql+asyncpg://me:pw@db/roadmate", "postgresql+asyncpg://me:pw@db/roadmate"),
    ("DATABASE_URL", "sqlite+aiosqlite:///other.db", "sqlite+aiosqlite:///other.db"),
    ("ROADMATE_SECRET", SECRET, SECRET),
    ("ROADMATE_HTTP", "0.0.0.0:80", Address("0.0.0.0", 80)),  # noqa: S104 - what somebody may wish for
    ("ROADMATE_HTTP", "localhost:0", Address("localhost", 0)),
    ("ROADMATE_HTTP", "[::1]:8765", Address("::1", 8765)),
    ("ROADMATE_LOG_FORMAT", "JSON", "json"),
    ("ROADMATE_LOG_LEVEL", "Debug", "debug"),
    ("ROADMATE_COMMANDS_A_MINUTE", "0", 0),
    ("DISCORD_TOKEN", DISCORD, DISCORD),
    ("DISCORD_API_URL", "http://127.0.0.1:3000/api/v10/", "http://127.0.0.1:3000/api/v10"),
    ("DISCORD_GUILD_ID", "81384788765712384", 81384788765712384),
    ("DISCORD_SHARDS", "0,1/4", Shards((0, 1), 4)),
    ("DISCORD_SHARDS", "1, 0, 1 / 2", Shards((0, 1), 2)),
    ("TELEGRAM_TOKEN", TELEGRAM, TELEGRAM),
    ("TELEGRAM_API_URL", "http://localhost:8081", "http://localhost:8081"),
    ("TELEGRAM_WEBHOOK_URL", "https://bot.example.org/t", "https://bot.example.org/t"),
    ("TELEGRAM_WEBHOOK_SECRET", "w" * 16, "w" * 16),
]
WRONG = [
    ("ROADMATE_DATA", "a-file"),
    ("DATABASE_URL", "postgres://me:pw@db/roadmate"),
    ("DATABASE_URL", "roadmate.db"),
    ("ROADMATE_SECRET", "short"),
    ("ROADMATE_HTTP", "8765"),
    ("ROADMATE_HTTP", "localhost:99999"),
    ("ROADMATE_HTTP", "localhost:http"),
    ("ROADMATE_HTTP", "http://localhost:80"),
    ("ROADMATE_LOG_FORMAT", "xml"),
    ("ROADMATE_LOG_LEVEL", "loud"),
    ("ROADMATE_COMMANDS_A_MINUTE", "-1"),
    ("ROADMATE_COMMANDS_A_MINUTE", "many"),
    ("DISCORD_TOKEN", f"Bot {DISCORD}"),
    ("DISCORD_TOKEN", "abc"),
    ("DISCORD_API_URL", "discord.com/api"),
    ("DISCORD_GUILD_ID", "my server"),
    ("DISCORD_GUILD_ID", "-1"),
    ("DISCORD_SHARDS", "4"),
    ("DISCORD_SHARDS", "4/4"),
    ("DISCORD_SHARDS", "a/b"),
    ("TELEGRAM_TOKEN", "bot:token"),
    ("TELEGRAM_API_URL", "ftp://localhost"),
    ("TELEGRAM_WEBHOOK_URL", "ftp://bot.example.org"),
    ("TELEGRAM_WEBHOOK_SECRET", "not enough"),
]


@pytest.fixture(autouse=True)
def _nothing_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)
    Path("a-file").touch()


def _plain(settings: Settings, variable: str) -> object:
    value = getattr(settings, variable.lower())
    return value.get_secret_value() if variable.lower() in SECRETS else value


def _refusal() -> str:
    with pytest.raises(SettingsError) as refused:
        load()
    return str(refused.value)


def test_with_nothing_set_the_defaults_are_the_published_ones() -> None:
    settings = load()
    assert settings.database_url.get_secret_value() == "sqlite+aiosqlite:///data/roadmate.db"
    assert settings.roadmate_http == Address("127.0.0.1", 8765)
    assert (settings.roadmate_log_format, settings.roadmate_log_level) == ("console", "info")
    assert settings.roadmate_data == Path("data")
    assert settings.roadmate_commands_a_minute == 10
    assert settings.discord_token is settings.telegram_token is settings.roadmate_secret is None


def test_every_variable_is_tried_right_and_wrong() -> None:
    variables = {name.upper() for name in Settings.model_fields}
    assert {name for name, *_ in RIGHT} == {name for name, _ in WRONG} == variables


@pytest.mark.parametrize(("variable", "text", "value"), RIGHT)
def test_a_right_value_is_read(
    variable: str, text: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    if variable == "TELEGRAM_WEBHOOK_URL":
        monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "w" * 16)
    monkeypatch.setenv(variable, text)
    assert _plain(load(), variable) == value


@pytest.mark.parametrize(("variable", "text"), WRONG)
def test_a_wrong_value_ends_in_one_sentence_that_names_the_variable(
    variable: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, text)
    sentence = _refusal()
    assert sentence.startswith(f"{variable} should be ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert (repr(text) in sentence) is (variable.lower() not in SECRETS)


@pytest.mark.parametrize("variable", [name.upper() for name in SECRETS])
def test_a_secret_may_be_kept_in_a_file(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = next(right for name, right, _ in RIGHT if name == variable)
    Path("kept").write_text(f"{text}\n", encoding="utf-8")
    monkeypatch.setenv(f"{variable}_FILE", "kept")
    assert _plain(load(), variable) == text


def test_a_secrets_file_may_be_named_in_the_env_file_too() -> None:
    Path("kept").write_text(TELEGRAM, encoding="utf-8")
    Path(".env").write_text("TELEGRAM_TOKEN_FILE=kept\n", encoding="utf-8")
    assert _plain(load(), "TELEGRAM_TOKEN") == TELEGRAM


def test_a_wrong_secret_in_a_file_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("kept").write_text("hunter2", encoding="utf-8")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "kept")
    assert "hunter2" not in _refusal()


def test_a_secrets_file_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "nowhere")
    assert _refusal() == "DISCORD_TOKEN_FILE should name a file that can be read, not 'nowhere'."


def test_a_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("kept").write_text(DISCORD, encoding="utf-8")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "kept")
    monkeypatch.setenv("DISCORD_TOKEN", DISCORD)
    assert _refusal() == "DISCORD_TOKEN_FILE should not be set together with DISCORD_TOKEN."


def test_a_webhook_without_its_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://bot.example.org")
    assert _refusal() == "TELEGRAM_WEBHOOK_SECRET should be set too, because TELEGRAM_WEBHOOK_URL is."


def test_the_environment_wins_over_the_env_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("ROADMATE_LOG_LEVEL=error\nROADMATE_LOG_FORMAT=json\n", encoding="utf-8")
    monkeypatch.setenv("ROADMATE_LOG_LEVEL", "debug")
    assert (load().roadmate_log_level, load().roadmate_log_format) == ("debug", "json")


def test_an_empty_value_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "")
    Path(".env").write_text("ROADMATE_HTTP=\n", encoding="utf-8")
    assert load() == Settings(_env_file=None)


def test_the_database_lies_in_the_data_directory_unless_it_is_said_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ROADMATE_DATA", "/data")
    assert _plain(load(), "DATABASE_URL") == "sqlite+aiosqlite:////data/roadmate.db"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"# fine\nROADMATE_DATA='data\n", ".env should have NAME=value in line 2."),
        (b"\xff\xfe", ".env should be a file of text in UTF-8 that can be read."),
        (b"DISCORD_TOKN=x\n", "DISCORD_TOKN in .env is not a setting; perhaps it should be DISCORD_TOKEN."),
    ],
)
def test_a_broken_env_file_ends_in_one_sentence(content: bytes, sentence: str) -> None:
    Path(".env").write_bytes(content)
    assert _refusal() == sentence


def test_an_env_file_may_hold_what_belongs_to_others() -> None:
    Path(".env").write_text("COMPOSE_PROJECT_NAME=cohort\nexport ROADMATE_DATA=here\n", encoding="utf-8")
    assert load().roadmate_data == Path("here")


def test_settings_cannot_be_changed_and_do_not_show_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", DISCORD)
    settings = load()
    with pytest.raises(ValueError, match="frozen"):
        settings.roadmate_log_level = "debug"
    assert DISCORD not in f"{settings!r} {settings}"


def test_the_log_is_told_every_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://me:p%40ssword@db/roadmate")
    monkeypatch.setenv("ROADMATE_SECRET", SECRET)
    monkeypatch.setenv("DISCORD_TOKEN", DISCORD)
    assert {"p@ssword", SECRET, DISCORD} < set(load().secret_values())


def test_the_signing_secret_is_the_one_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROADMATE_SECRET", SECRET)
    assert signing_secret(load()) == SECRET
    assert not Path("data").exists()


def test_without_one_a_signing_secret_is_made_once_and_kept_for_its_owner_only() -> None:
    made = signing_secret(load())
    assert len(made) == 64
    assert signing_secret(load()) == made
    assert stat.S_IMODE(Path("data/secret").stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


def test_a_damaged_kept_secret_is_refused() -> None:
    signing_secret(load())
    os.truncate("data/secret", 3)
    with pytest.raises(
        SettingsError, match=r"ROADMATE_SECRET should be set, or the damaged .*secret be deleted"
    ):
        signing_secret(load())


def test_a_data_directory_that_cannot_be_made_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROADMATE_DATA", "a-file/data")
    with pytest.raises(SettingsError, match=r"^ROADMATE_DATA should be a directory to write to, not "):
        signing_secret(load())


def test_the_env_example_is_in_step_with_the_settings() -> None:
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example(), "run `make docs`"


def test_every_line_of_the_env_example_works_when_it_is_used() -> None:
    used = env_example().replace("# TELEGRAM_WEBHOOK_SECRET=", f"# TELEGRAM_WEBHOOK_SECRET={'w' * 16}")
    lines = [line.removeprefix("# ") for line in used.splitlines()]
    Path(".env").write_text("\n".join(line for line in lines if line.partition("=")[0].isupper()), "utf-8")
    assert load().discord_shards == Shards((0, 1), 4)
