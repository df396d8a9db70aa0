import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot import logs

DISCORD = f"MTA{'x' * 21}.{'GabcDE'}.{'y-_' * 9}"
TELEGRAM = f"123456789:AA{'b-_' * 11}"
SECRET = "0f1e2d3c" * 8
PASSWORD = "p@ss/w'ö\"rd"  # noqa: S105 - a canary
CANARIES = [DISCORD, TELEGRAM, SECRET, PASSWORD]
FORMATS: list[logs.LogFormat] = ["console", "json"]


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    shown, configured = warnings.showwarning, structlog.get_config()
    yield
    logging.captureWarnings(capture=False)
    warnings.showwarning = shown
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    root.handlers, root.level = handlers, level
    structlog.configure(**configured)


def _written(log_format: logs.LogFormat, speak: Callable[[], object], level: str = "debug") -> str:
    stream = io.StringIO()
    logs.configure(log_format, level, [SECRET, PASSWORD], stream)
    speak()
    return stream.getvalue()


def _raise(canary: str) -> None:
    raise ValueError(canary)


def _log_exception(canary: str) -> None:
    try:
        _raise(canary)
    except ValueError:
        logging.getLogger("theirs").exception("failed")


def _log_cause(canary: str) -> None:
    try:
        try:
            _raise(canary)
        except ValueError as error:
            raise RuntimeError("outer") from error
    except RuntimeError:
        structlog.get_logger("ours").exception("failed")


WAYS_OUT: dict[str, Callable[[str], object]] = {
    "message": lambda canary: logging.getLogger("theirs").info(f"Bot {canary}"),
    "argument": lambda canary: logging.getLogger("theirs").info("%s %r", {"token": canary}, canary),
    "address": lambda canary: logging.getLogger("httpx").warning("POST /bot%s/getMe", canary),
    "event": lambda canary: structlog.get_logger("ours").info(canary),
    "value": lambda canary: structlog.get_logger("ours").info(
        "said", text=canary, nested=[{"token": canary}]
    ),
    "bound value": lambda canary: structlog.get_logger("ours").bind(token=canary).info("said"),
    "exception": _log_exception,
    "cause": _log_cause,
    "warning": lambda canary: warnings.warn(canary, stacklevel=1),
    "bad format": lambda canary: logging.getLogger("theirs").info("%d", canary),
    "excepthook": lambda canary: sys.excepthook(ValueError, ValueError(canary), None),
}


@pytest.mark.parametrize("log_format", FORMATS)
@pytest.mark.parametrize("way", WAYS_OUT)
@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.filterwarnings("default")
def test_no_secret_gets_out(log_format: logs.LogFormat, way: str, canary: str) -> None:
    written = _written(log_format, lambda: WAYS_OUT[way](canary))
    assert written
    assert canary not in written
    assert repr(canary)[1:-1] not in written
    assert json.dumps(canary)[1:-1] not in written


@pytest.mark.parametrize("log_format", FORMATS)
def test_an_uncaught_exception_is_logged_without_its_secret_and_ends_the_program(
    log_format: logs.LogFormat,
) -> None:
    program = (
        f"import threading\nfrom bot import logs\nlogs.configure({log_format!r}, 'info')\n"
        f"def fail(): raise RuntimeError({TELEGRAM!r})\n"
        "thread = threading.Thread(target=fail)\nthread.start()\nthread.join()\nfail()\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.count("RuntimeError: [redacted]") == 2
    assert "AA" not in ended.stdout + ended.stderr


def test_the_credentials_in_any_address_are_hidden() -> None:
    redact = logs.Redactor()
    assert redact("postgresql+asyncpg://me:pw@db/x") == "postgresql+asyncpg://[redacted]@db/x"
    assert redact("https://example.org:443/a@b") == "https://example.org:443/a@b"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T11:13:08.797066Z day 12 of 63",
        "cohort 123456789012345678 in Europe/Berlin, 09:00",
        "sqlite+aiosqlite:///data/roadmate.db",
        "bot.platforms.playground.platform",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert logs.Redactor(["short"])(text) == text


def test_redacting_a_huge_text_takes_no_time_that_matters() -> None:
    redact = logs.Redactor([SECRET])
    for hostile in ("a" * 400_000, "1" * 400_000, "://" * 100_000, "a." * 200_000):
        assert redact(hostile) == hostile  # quadratic matching would take minutes here


@pytest.mark.parametrize("log_format", FORMATS)
@given(text=st.text())
def test_nobody_can_add_a_line_to_the_log(log_format: logs.LogFormat, text: str) -> None:
    said = f"start\n2026-01-01 [critical] forged\r\u2028\x1b[2K{text}"
    written = _written(
        log_format,
        lambda: (
            structlog.get_logger("ours").info(said, note=said),
            logging.getLogger("theirs").info("%s", said),
        ),
    )
    assert len(written.splitlines()) == 2
    assert "\x1b" not in written


def test_a_line_in_an_exceptions_text_cannot_pass_for_a_line_of_the_log() -> None:
    written = _written("console", lambda: _log_exception("bad\n2026-01-01 [critical] forged"))
    first, *rest = written.splitlines()
    assert "failed" in first
    assert all(line.startswith("    ") or not line for line in rest)


def test_a_json_line_carries_the_values_and_what_surrounds_them() -> None:
    def speak() -> None:
        with structlog.contextvars.bound_contextvars(reference="R1"):
            structlog.get_logger("ours").warning("posted", cohort=7)

    line = json.loads(_written("json", speak))
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "posted",
        "cohort": 7,
        "reference": "R1",
        "level": "warning",
        "logger": "ours",
    }


def test_the_level_decides_what_is_written() -> None:
    def speak() -> None:
        structlog.get_logger("ours").info("quiet")
        logging.getLogger("theirs").info("quiet")
        structlog.get_logger("ours").warning("loud")

    assert "quiet" not in _written("console", speak, "warning")
    assert "loud" in _written("console", speak, "warning")


def test_the_libraries_that_log_every_request_are_heard_from_warning_on() -> None:
    assert _written("console", lambda: logging.getLogger("httpx").info("GET")) == ""


def test_configuring_again_replaces_what_was_there() -> None:
    first, second = io.StringIO(), io.StringIO()
    logs.configure("json", "info", (), first)
    logger = structlog.get_logger("ours")
    logs.configure("json", "info", ["a-new-secret"], second)
    logger.info("a-new-secret")
    assert first.getvalue() == ""
    assert "[redacted]" in second.getvalue()
