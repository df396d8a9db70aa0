"""From an exception that ends the program to the sentence that its owner needs, if they can mend it."""

from bot.connections import NothingToRun
from bot.environment import SettingsError
from bot.interface.platform import Refused
from bot.messages.startup import (
    cannot_listen,
    history_unusable,
    nothing_to_run,
    refused,
    storage_trouble,
)
from bot.messages.voice import Voice, voice_of
from bot.platforms.playground.history_file import HistoryUnusable
from bot.web import CannotListen
from storage.errors import StorageError


def sentence_about(error: Exception) -> str | None:
    """What is wrong and what to do about it; None for a bug."""
    say = voice_of("en")
    match error:
        case SettingsError():
            return str(error)
        case StorageError():
            return storage_trouble(say, error)
        case CannotListen():
            return cannot_listen(say, error.host, error.port, busy=error.busy)
        case HistoryUnusable():
            return history_unusable(say, error.path)
        case _:
            return _about_running(say, error)


def _about_running(say: Voice, error: Exception) -> str | None:
    match error:
        case Refused():
            return refused(say, error.platform, error.reason, error.setting)
        case NothingToRun():
            return nothing_to_run(say)
        case _:
            return None
