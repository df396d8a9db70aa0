"""The fixed lists that some arguments are picked from: each value with the label people see."""

from collections.abc import Mapping

from bot.interface.kinds import Source
from bot.messages.voice import LANGUAGES, mark

OPTIONS: Mapping[Source, Mapping[str, str]] = {
    Source.RANKINGS: {
        "streak": mark("by present streak"),
        "attendance": mark("by attendance"),
        "days": mark("by days counted"),
        "pace": mark("this week, among people of your pace"),
    },
    Source.BUDDY_ACTIONS: {
        "find": mark("look for somebody who studies at my hours"),
        "stop": mark("look no more, or go on without a buddy"),
    },
    Source.PACES: {
        "min": mark("as fast as the roadmap allows"),
        "mid": mark("in the middle"),
        "max": mark("as slowly as the roadmap allows"),
    },
    Source.WEEKDAYS: {
        "mon-fri": mark("Monday to Friday"),
        "mon,wed,fri": mark("Monday, Wednesday, Friday"),
        "every day": mark("every day"),
    },
    Source.LATE_POLICIES: {
        "shift": mark("the roadmap waits for missed days"),
        "skip": mark("the roadmap goes on with the calendar"),
    },
    Source.FEELINGS: {
        "easy": mark("easy"),
        "right": mark("just right"),
        "hard": mark("hard"),
    },
    Source.WAYS: {
        "group": mark("with the group, from today's topic on"),
        "study_days": mark("my own plan: two topics on study days until level"),
        "every_day": mark("my own plan: a topic on days off, too"),
    },
    Source.LANGUAGES: LANGUAGES,
}
