"""`roadmate curriculum check`: everything that is wrong with a roadmap file, or what is in it."""

from pathlib import Path

from bot.domain.pacing import study_days_by_pace
from bot.messages.roadmap_check import problem_count, summary_lines
from bot.messages.voice import voice_of
from bot.services.outlines import outline_of
from curricula.loader import load
from curricula.problems import CurriculumError
from curricula.summary import summary


def report(file: Path) -> tuple[str, bool]:
    """The text to print, and whether the file can be used."""
    say = voice_of("en")
    try:
        curriculum = load(file)
    except CurriculumError as error:
        lines = (*map(str, error.problems), problem_count(say, len(error.problems)))
        return "\n".join(lines), False
    study_days = study_days_by_pace(outline_of(curriculum))
    return "\n".join(summary_lines(say, curriculum, summary(curriculum), study_days)), True
