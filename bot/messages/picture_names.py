"""What pictures call days and months, and text without its spans."""

from datetime import date

from bot.interface.reply import Plain, Strong, Text
from bot.messages.voice import Voice
from bot.pictures.sheet import Names, month_keys


def names(say: Voice, first: date, last: date) -> Names:
    """The names on a calendar of these days."""
    months = {(month.year, month.month): say.month(month) for month in month_keys(first, last)}
    return Names(say.weekdays(), months)


def plain(text: Text) -> str:
    """The words of a text that is made of nothing but words."""
    return "".join(span.text for span in text if isinstance(span, Plain | Strong))
