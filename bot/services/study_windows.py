"""Facts about windows, read off a member's studies: which day waits, and which comes next."""

from datetime import date, datetime

from bot.domain.standing import Standing
from bot.domain.streak_status import is_required
from bot.domain.streak_windows import posted_by
from bot.services.learners import Studies
from bot.services.study_context import Course
from bot.services.study_facts import StudyDay, Whereabouts, Window


def whereabouts(studies: Studies) -> Whereabouts:
    """Which cohort it is about; instants are meant on the learner's own clock."""
    course = studies.course
    return Whereabouts(course.cohort_id, course.name, studies.learner.zones[-1].zone)


def study_day(course: Course, day: date) -> StudyDay:
    """The day with its number."""
    return StudyDay(day, course.number_of(day), len(course.timetable))


def open_window(studies: Studies, standing: Standing) -> Window | None:
    """The window of the oldest day that waits."""
    return window_of(studies, standing.open_days[0]) if standing.open_days else None


def window_of(studies: Studies, day: date) -> Window:
    """The window of a study day, its grace included."""
    index = studies.course.number_of(day) - 1
    found = studies.course.timetable[index]
    return Window(day, found.posted, studies.windows.grace_ends(index))


def coming_window(studies: Studies, at: datetime) -> Window | None:
    """The window of the next day to be posted that asks something of the learner."""
    timetable, windows = studies.course.timetable, studies.windows
    for index in range(posted_by(timetable, at), len(timetable)):
        if is_required(windows, index):
            found = timetable[index]
            return Window(found.day, found.posted, windows.closes(index))
    return None
