"""What can be picked: suggestions as somebody types, with live information in their labels."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rapidfuzz import fuzz, process

from bot.commands.options import OPTIONS
from bot.domain.calendar import local, zone_names
from bot.interface.command import Command
from bot.interface.kinds import Choice, Source
from bot.messages.voice import Voice
from bot.services.asker import Asker
from bot.services.cohorts import Cohorts
from bot.services.curricula import Curricula
from bot.services.projects import Projects
from bot.services.reviews import Reviews

MOST = 25
_GOOD_ENOUGH = 60
_COMMON_ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Madrid",
    "Europe/Istanbul",
    "Africa/Cairo",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Dhaka",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "America/Bogota",
    "America/Mexico_City",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "UTC",
)


class Choices:
    """Suggests entries of the lists that commands pick from."""

    def __init__(
        self,
        cohorts: Cohorts,
        curricula: Curricula,
        projects: Projects,
        reviews: Reviews,
        catalogue: Sequence[Command],
    ) -> None:
        self._cohorts = cohorts
        self._curricula = curricula
        self._projects = projects
        self._reviews = reviews
        self._catalogue = catalogue

    async def suggest(self, asker: Asker, say: Voice, source: Source, typed: str) -> tuple[Choice, ...]:
        """At most 25 entries, best first; all of a short list when nothing is typed."""
        match source:
            case Source.ZONES:
                return _zones(say, asker.at, typed)
            case Source.COHORTS:
                labels = await self._cohorts.names(asker)
            case Source.CURRICULA:
                labels = await self._curricula.titles(asker)
            case Source.PROJECTS:
                labels = _projects(say, await self._projects.titles(asker))
            case Source.SUBMISSIONS:
                labels = _submissions(say, await self._reviews.titles(asker))
            case Source.COUNTRIES:
                labels = _countries()
            case Source.COMMANDS:
                labels = {
                    command.name: f"/{command.name} - {say.plain(command.help)}"
                    for command in self._catalogue
                }
            case _:
                labels = {value: _option(value, say.plain(label)) for value, label in OPTIONS[source].items()}
        return tuple(Choice(value, labels[value]) for value in best(labels, typed))


def _option(value: str, label: str) -> str:
    return label if label == value else f"{value} - {label}"


def best(labels: Mapping[str, str], typed: str) -> list[str]:
    """The values whose value or label fits best what was typed, at most 25."""
    if not typed.strip():
        return list(labels)[:MOST]
    wanted = typed.casefold()
    texts = {value: f"{value} {label}".casefold() for value, label in labels.items()}
    found = process.extract(wanted, texts, scorer=fuzz.partial_ratio, limit=MOST, score_cutoff=_GOOD_ENOUGH)
    return [str(value) for _text, _score, value in sorted(found, key=lambda hit: -hit[1])]


def _zones(say: Voice, at: datetime, typed: str) -> tuple[Choice, ...]:
    names = {name: name.replace("_", " ") for name in zone_names() if "/" in name or name == "UTC"}
    chosen = best(names, typed) if typed.strip() else _COMMON_ZONES
    return tuple(
        Choice(name, say.plain("{zone}, now {time}", zone=name, time=say.clock(local(at, name).time())))
        for name in chosen
    )


def _projects(say: Voice, titles: Mapping[str, tuple[str, bool]]) -> dict[str, str]:
    return {
        project: say.plain("{project} (handed in)", project=title) if is_handed_in else title
        for project, (title, is_handed_in) in titles.items()
    }


def _submissions(say: Voice, titles: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {
        submission: say.plain("{project} by {name}", project=title, name=author)
        for submission, (title, author) in titles.items()
    }


def _countries() -> dict[str, str]:
    """Countries whose public holidays are known, and their parts: ISO 3166 codes with the countries' names.

    The package is imported here because it is large, and few ever ask.
    """
    from babel import Locale  # noqa: PLC0415 - see above
    from holidays import list_supported_countries  # noqa: PLC0415 - see above

    names = Locale("en").territories
    countries = list_supported_countries()
    labels = {code: names.get(code, code) for code in countries}
    return labels | {
        f"{code}-{part}": f"{labels[code]}, {part}" for code, parts in countries.items() for part in parts
    }
