"""What `roadmate curriculum check` says about a roadmap file that can be used."""

from collections.abc import Mapping

from bot.domain.pacing import Pace
from bot.messages.voice import Voice
from curricula.schema import Curriculum
from curricula.summary import Summary


def summary_lines(
    say: Voice, curriculum: Curriculum, facts: Summary, study_days: Mapping[Pace, int]
) -> tuple[str, ...]:
    """A title and the figures: units, items, projects, links, timing, study days from Monday to Friday."""
    paces = [study_days[pace] for pace in (Pace.MIN, Pace.MID, Pace.MAX)]
    return (
        say.plain(
            "{title} ({id}, {language})",
            title=curriculum.title,
            id=curriculum.id,
            language=curriculum.language,
        ),
        say.plain("  units       {kinds}", kinds=_counted(facts.units)),
        say.plain("  items       {roles}; {bonus} bonus", roles=_counted(facts.items), bonus=facts.bonus),
        say.plain(
            "  projects    {projects} with {requirements} requirements",
            projects=facts.projects,
            requirements=facts.requirements,
        ),
        say.plain(
            "  links       {links}, {distinct} of them distinct; {resources} resources",
            links=facts.links,
            distinct=facts.distinct_links,
            resources=facts.resources,
        ),
        say.plain("  timing      {kinds}", kinds=_counted(facts.timing)),
        say.plain(
            "  study days  {least} at the fastest, {middle} in the middle, {most} at the slowest (Mon-Fri)",
            least=paces[0],
            middle=paces[1],
            most=paces[2],
        ),
    )


def problem_count(say: Voice, count: int) -> str:
    """The line under a list of problems."""
    if count == 1:
        return say.plain("1 problem: put it right and check again.")
    return say.plain("{count} problems: put them right and check again.", count=count)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "-"
