"""Cards of invented people, for tests, benchmarks and the gallery."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random

from bot.pictures.cells import Cell
from bot.pictures.certificate import CertificatePicture
from bot.pictures.cohort_card import CohortCard
from bot.pictures.member_card import MemberCard
from bot.pictures.sheet import Figure, Names, month_keys

MONDAY = date(2027, 1, 4)
PAST = (Cell.DONE, Cell.LATE, Cell.FROZEN, Cell.MISSED, Cell.CAUGHT_UP, Cell.EXCUSED, Cell.CREDITED)
_WEIGHTS = (77, 5, 4, 3, 3, 5, 3)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def study_days(*, everyday: bool = False) -> Iterator[date]:
    days = (MONDAY + timedelta(days=passed) for passed in count())
    return (day for day in days if everyday or day.weekday() < 5)


def names(first: date, last: date) -> Names:
    return Names(_WEEKDAYS, {(month.year, month.month): f"{month:%b}" for month in month_keys(first, last)})


def member_card(name: str, done: int, to_come: int = 0, *, everyday: bool = False) -> MemberCard:
    """A card after so many study days; the last one is open, and some Saturdays were used."""
    chance, dates = Random(1), study_days(everyday=everyday)  # noqa: S311 - nobody guesses it
    cells = {next(dates): chance.choices(PAST, _WEIGHTS)[0] for _ in range(done - 1)}
    cells |= {next(dates): Cell.OPEN} | {next(dates): Cell.FUTURE for _ in range(to_come)}
    saturdays = [day + timedelta(days=1) for day in cells if day.weekday() == 4][: done // 5]
    cells |= {day: Cell.EXTRA for day in saturdays if not everyday and chance.random() < 0.2}
    return MemberCard(
        title=name,
        subtitle=f"Winter 27 \N{MIDDLE DOT} day {done} of {done + to_come}",
        figures=(
            Figure("days in a row", "12"),
            Figure("longest streak", "31"),
            Figure("freezes left", "2"),
            Figure("attendance", "93%", 0.93),
            Figure("momentum", "81%", 0.81),
        ),
        cells=cells,
        key={cell: cell.value.replace("_", " ") for cell in Cell if cell in cells.values()},
        names=names(min(cells), max(cells)),
        foot="2 days ahead",
        foot_more="last day Mar 31, 2027 \N{MIDDLE DOT} 12 of 30 topics are fresh",
    )


def cohort_card(name: str, done: int, to_come: int) -> CohortCard:
    chance, dates = Random(2), study_days()  # noqa: S311 - nobody guesses it
    shares: dict[date, float | None] = {next(dates): chance.randint(0, 14) / 14 for _ in range(done)}
    shares |= {next(dates): None for _ in range(to_come)}
    return CohortCard(
        title=name,
        subtitle="running",
        figures=(Figure("members", "14"), Figure("latest day", "9 of 14"), Figure("attendance", "83%", 0.83)),
        shares=shares,
        key=("nobody", "half", "everybody", "to come"),
        names=names(min(shares), max(shares)),
        foot=f"day {done} of {done + to_come}",
        foot_more="last day Mar 31, 2027",
    )


def certificate(name: str) -> CertificatePicture:
    return CertificatePicture(
        heading="CERTIFICATE OF COMPLETION",
        before="This is to say that",
        name=name,
        between="has finished",
        curriculum="Python Backend Developer Roadmap",
        cohort="with the cohort Winter 27",
        days="61 of 63 study days, Jan 4, 2027 to Mar 31, 2027",
        code="A7K2M3-QX4TPW-REHJ5Z-NB6CVD",
        how_to_check="Anyone can check it: say /verify with this code.",
    )
