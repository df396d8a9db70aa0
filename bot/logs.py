"""What the process says about itself: lines for a terminal or for a machine, on standard error.

No token leaves through here: the finished line is searched, whether one came in a message, an argument, an
exception's text or a traceback. Nor can a value end a line and begin one of its own.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Literal, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

DISCORD_TOKEN = r"(?<![\w-])[\w-]{18,}\.[\w-]{6,}\.[\w-]{27,}"  # noqa: S105 - a shape, no token
TELEGRAM_TOKEN = r"(?<!\d)\d+:[\w-]{35}"  # noqa: S105 - a shape, no token
CREDENTIALS_IN_URL = r"(?<=://)[^\s/@:]*:[^\s/@]+(?=@)"

LogFormat = Literal["console", "json"]

REDACTED = "[redacted]"
SHORTEST_SECRET = 6  # hiding something shorter would hide half of every line with it
CHATTY = ("apscheduler", "httpx")  # a line for every job and every request

# Everything that can end or overwrite a line, reorder it, or speak to a terminal.
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
_ESCAPES = {code: repr(chr(code))[1:-1] for code in _CONTROLS}


class Redactor:
    """Replaces everything shaped like a token, and the secrets it was told, by `[redacted]`."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        told = {form for secret in secrets if len(secret) >= SHORTEST_SECRET for form in _forms(secret)}
        exact = [re.escape(form) for form in sorted(told, key=len, reverse=True)]
        self._pattern = re.compile("|".join([*exact, CREDENTIALS_IN_URL, DISCORD_TOKEN, TELEGRAM_TOKEN]))

    def __call__(self, text: str) -> str:
        """The text without any secret."""
        return self._pattern.sub(REDACTED, text)


def _forms(secret: str) -> set[str]:
    """A secret as it is, as a URL would write it, and as `repr` and JSON do inside a value inside a value."""
    forms = {secret, quote(secret, safe="")}
    for _ in range(2):
        forms |= {escaped(form)[1:-1] for form in forms for escaped in (repr, json.dumps)}
    return forms


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Renders a record and then redacts the finished line."""

    def __init__(self, redact: Redactor, processors: list[Processor], foreign: list[Processor]) -> None:
        super().__init__(processors=processors, foreign_pre_chain=foreign)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


class _Handler(logging.StreamHandler[TextIO]):
    """Reports a line that cannot be rendered by its place only: its arguments may hold a secret."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        kind = sys.exc_info()[0]
        place = f"{record.filename}:{record.lineno}"
        self.stream.write(
            f"A log line could not be written ({place}): {kind.__name__ if kind else 'unknown'}\n"
        )


def configure(
    log_format: LogFormat,
    level: str,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Make every logger of the process, ours and the libraries', write through one redacting handler.

    May be called again, for example once more secrets are known. `level` is a name such as `info`.
    """
    stream = stream or sys.stderr
    described = _described()
    handler = _Handler(stream)
    handler.setFormatter(_Formatter(Redactor(secrets), _rendering(log_format, stream), described))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(root.level, logging.WARNING))
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *described,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    _catch_what_nobody_caught()


def _described() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _rendering(log_format: LogFormat, stream: TextIO) -> list[Processor]:
    bare = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if log_format == "json":
        return [bare, structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    renderer = structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=_indented_traceback)
    return [bare, _one_line, renderer]


def _one_line(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Escape what could break out of the line. JSON needs no such help."""
    return {key: value if key == "exc_info" else _printable(value) for key, value in event.items()}


def _printable(value: object) -> object:
    if isinstance(value, bool | int | float | None):
        return value
    return (value if isinstance(value, str) else repr(value)).translate(_ESCAPES)


def _indented_traceback(out: TextIO, exc_info: Any) -> None:  # noqa: ANN401 - structlog's own signature
    """Indent a traceback, so that a line inside an exception's text cannot pass for a line of the log."""
    out.write("\n")
    text = "".join(traceback.format_exception(*exc_info))
    out.writelines(f"    {line.translate(_ESCAPES)}\n" for line in text.splitlines())


def _catch_what_nobody_caught() -> None:
    log = logging.getLogger("roadmate")

    def excepthook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            log.critical("uncaught exception", exc_info=(kind, error, trace))

    def in_thread(args: threading.ExceptHookArgs) -> None:
        log.critical("uncaught exception in a thread", exc_info=args.exc_value)

    def unraisable(args: "sys.UnraisableHookArgs") -> None:
        log.error("exception that could not be raised", exc_info=args.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = excepthook, in_thread, unraisable
