"""A member's deck: the topics of every study day they have checked in for, and how well each is remembered.

A deck is read off the check-ins that stand, so that taking one back takes its topics back too, and making it
again brings them back as they were.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.recall import A_ROUND, Card, OwnDay, due_cards, own_day_at
from bot.domain.streak_windows import clock_at
from bot.services.curricula import Curricula
from bot.services.curricula_roadmap import Roadmap
from bot.services.learners import Learners, Studies
from bot.services.lessons_content import headings_of
from bot.services.recall_cards import memory_in
from bot.services.recall_facts import Prompt, TopicLearnt
from bot.services.recall_topics import RecallTopics, TopicsByDay
from bot.services.study_windows import study_day, whereabouts
from storage.database import Database
from storage.repositories.recall_looks import MemberRow
from storage.repositories.recalls import CardRow, cards_of
from storage.repositories.standings import MemberKey, logs
from storage.running import OnConnection


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards of one member on their own day `today`, and what the topics are in the author's words."""

    studies: Studies
    roadmap: Roadmap
    topics: TopicsByDay
    cards: tuple[Card, ...]
    today: OwnDay

    def due(self) -> list[Card]:
        """What comes back today, in turn."""
        return due_cards(self.cards, self.today)

    def find(self, day: date, place: int) -> Card | None:
        """The card of the topic at that place of a study day."""
        return next((card for card in self.cards if (card.day, card.place) == (day, place)), None)

    def prompt(self, page: int = 1) -> Prompt | None:
        """What comes first of all that is due, as number `page` of a round."""
        due = self.due()
        if not due:
            return None
        card, of = due[0], min(A_ROUND, page - 1 + len(due))
        return Prompt(whereabouts(self.studies), self.learnt(card), card.place, card.turns, page, of)

    def learnt(self, card: Card) -> TopicLearnt:
        """The topic of a card in the author's words."""
        topic = self.topics[card.day][card.place]
        item, items = self.roadmap.items[topic.id], self.roadmap.items
        return TopicLearnt(
            text=item.text,
            url=item.url or "",
            note=item.note or "",
            above=tuple(items[each].text for each in topic.above),
            headings=headings_of(self.roadmap, topic.unit),
            study_day=study_day(self.studies.course, card.day),
        )

    def is_resting(self) -> bool:
        """Whether the member is on a pause of their own."""
        return any(self.today.day in pause for pause in self.studies.learner.pauses)

    def having(self, card: Card) -> "Deck":
        """The deck with this card in the place of that of the same topic."""
        return replace(self, cards=tuple(card if each.topic == card.topic else each for each in self.cards))


class RecallDecks:
    """Reads decks."""

    def __init__(self, database: Database, curricula: Curricula, learners: Learners) -> None:
        self._database = database
        self._curricula = curricula
        self._learners = learners
        self._topics = RecallTopics()

    async def of(self, members: Sequence[MemberRow], now: datetime) -> dict[MemberKey, Deck]:
        """The decks of members as they are at `now`, by member."""
        versions = {member.curriculum_version_id for member in members}
        roadmaps = {version: await self._curricula.roadmap(version) for version in versions}
        of_cohort = {member.cohort_id: roadmaps[member.curriculum_version_id] for member in members}
        keys = [(member.person_id, member.cohort_id) for member in members]
        async with self._database.read() as connection:
            runs = OnConnection(connection)
            studies, made = await self._learners.read(runs, keys), await logs(runs, keys)
            kept = await cards_of(runs, keys)
            found = {}
            for key, own in studies.items():
                roadmap = of_cohort[key[1]]
                topics = await self._topics.of(connection, own.course, roadmap)
                cards = tuple(_cards(topics, made[key].items(), kept[key]))
                found[key] = Deck(own, roadmap, topics, cards, own_day_at(now, *clock_at(own.learner, now)))
        return found


def _cards(
    topics: TopicsByDay, made: Iterable[tuple[date, datetime]], kept: dict[str, CardRow]
) -> Iterable[Card]:
    for day, at in made:
        for place, topic in enumerate(topics.get(day, ())):
            row = kept.get(topic.id)
            yield Card(topic.id, day, place, at, None if row is None else memory_in(row))
