"""What the services of recall answer: facts without sentences, for `bot.messages.recall`."""

from dataclasses import dataclass
from datetime import date

from bot.services.lessons_content import Heading
from bot.services.study_facts import StudyDay, Whereabouts


@dataclass(frozen=True, slots=True)
class TopicLearnt:
    """A topic in the author's words, with what it stands below (`above`, outermost first) and its day."""

    text: str
    url: str
    note: str
    above: tuple[str, ...]
    headings: tuple[Heading, ...]
    study_day: StudyDay


@dataclass(frozen=True, slots=True)
class Prompt:
    """One topic to recall: that at `place` of its study day, which was recalled `turn` times before.

    It is number `page` of a round of `of`.
    """

    where: Whereabouts
    topic: TopicLearnt
    place: int
    turn: int
    page: int
    of: int


@dataclass(frozen=True, slots=True)
class Recalled:
    """A topic was graded; `counted` is False if that had been said before.

    `following` is the next topic of the round; when the round is over, `more` could be recalled today.
    """

    where: Whereabouts
    topic: TopicLearnt
    comes_back_on: date
    counted: bool
    following: Prompt | None
    more: int


@dataclass(frozen=True, slots=True)
class NothingToRecall:
    """No topic comes back today. Of `topics` that were learnt the next one does on `comes_back_on`."""

    where: Whereabouts
    topics: int
    comes_back_on: date | None


@dataclass(frozen=True, slots=True)
class RecallState:
    """How much of what somebody has learnt is fresh: recalled, and not fading yet. `due` come back today.

    `wanted` is whether topics come back to them by themselves, or have been recalled before.
    """

    cohort_id: int
    topics: int
    fresh: int
    due: int
    wanted: bool


@dataclass(frozen=True, slots=True)
class RecallLetter:
    """A prompt that comes by itself. `last` is whether none follows unless this one is answered."""

    language: str
    prompt: Prompt
    last: bool
