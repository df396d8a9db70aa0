"""A voice speaks one language: sentences through gettext, dates, times and numbers by locale.

Sentences hold named fields; a field may be a span, a tuple of spans or anything with a plain text.
"""

from collections.abc import Iterator, Mapping
from datetime import date, time
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from string import Formatter

from babel import Locale
from babel.dates import format_date, format_time, get_day_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_percent

from bot.interface.reply import Code, Link, Member, Plain, Span, Strong, Text, When

LANGUAGES: Mapping[str, str] = {"en": "English"}
"""The languages there is a catalogue for, with their own names."""


class Voice:
    """Speaks one language. Called with a message id and its fields, it returns the sentence as spans."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self._translations = translations
        self._locale = Locale.parse(language, sep="-")

    def __call__(self, message: str, /, **fields: object) -> Text:
        """The sentence in this language, with its fields filled in."""
        return tuple(_filled(self._translations.gettext(message), fields))

    def plain(self, message: str, /, **fields: object) -> str:
        """The same for places that show plain text: titles, labels, button captions."""
        return self._translations.gettext(message).format(**fields)

    def many(self, one: str, several: str, count: int, /, **fields: object) -> Text:
        """The sentence in the plural form that `count` needs; `{count}` is a field too."""
        chosen = self._translations.ngettext(one, several, count)
        return tuple(_filled(chosen, {**fields, "count": count}))

    def day(self, day: date) -> str:
        """A date with its weekday, short: `Mon, Jan 4`."""
        return _short_day(day, self._locale)

    def long_day(self, day: date) -> str:
        """A date with its year: `Jan 4, 2027`."""
        return format_date(day, "medium", locale=self._locale)

    def month(self, day: date) -> str:
        """The name of a day's month, short: `Jan`."""
        return format_date(day, "LLL", locale=self._locale)

    def weekdays(self) -> tuple[str, ...]:
        """The short names of the weekdays, from Monday on."""
        names = get_day_names("abbreviated", "stand-alone", self._locale)
        return tuple(names[weekday] for weekday in range(7))

    def clock(self, at: time) -> str:
        """A time of day, in 12 or 24 hours as the locale has it."""
        return format_time(at, "short", locale=self._locale)

    def percent(self, share: float) -> str:
        """A share of 1 as a whole percentage."""
        return format_percent(share, locale=self._locale)


@lru_cache(maxsize=1 << 10)
def _short_day(day: date, locale: Locale) -> str:
    """Remembered: the answers of a day name the same few, and it took a fifth of a check-in's time."""
    return format_date(day, "EEE, MMM d" if locale.language == "en" else "EEE d MMM", locale=locale)


@lru_cache(maxsize=1 << 10)
def _parsed(template: str) -> tuple[tuple[str, str | None, str | None, str | None], ...]:
    return tuple(Formatter().parse(template))


def _filled(template: str, fields: Mapping[str, object]) -> Iterator[Span]:
    for literal, name, _spec, _conversion in _parsed(template):
        if literal:
            yield Plain(literal)
        if name is not None:
            yield from _spans(fields[name])


def _spans(value: object) -> Iterator[Span]:
    match value:
        case Plain() | Strong() | Code() | Link() | When() | Member():
            yield value
        case tuple():
            yield from value
        case _:
            yield Plain(str(value))


def voice_of(language: str) -> Voice:
    """The voice for a language tag (BCP 47), or the nearest we have: `en` for all that is not translated."""
    known = language.partition("-")[0].lower()
    return _voice(known if known in LANGUAGES else "en")


@lru_cache
def _voice(known: str) -> Voice:
    return Voice(known, _catalogue(known))


def _catalogue(language: str) -> NullTranslations:
    source = files("bot.messages").joinpath("locale", language, "LC_MESSAGES", "roadmate.po")
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def mark(message: str) -> str:
    """Marks a message id for the catalogue where it is declared; it is spoken later."""
    return message
