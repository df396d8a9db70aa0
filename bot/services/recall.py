"""Recalling what was learnt, on demand: the next topic, the grade that somebody gives it, and the state."""

from dataclasses import replace
from datetime import date

from bot.domain.errors import Conflict, NotFound
from bot.domain.recall import A_ROUND, Card, Grade
from bot.services.access import cohort_to_see, own_cohort
from bot.services.asker import Asker
from bot.services.features import features_of
from bot.services.recall_cards import card_row
from bot.services.recall_decks import Deck, RecallDecks
from bot.services.recall_facts import NothingToRecall, Prompt, Recalled, RecallState
from bot.services.recall_schedule import recalled
from bot.services.study_windows import whereabouts
from storage.database import Database
from storage.repositories.nudges import note_answer
from storage.repositories.people import person
from storage.repositories.recall_looks import present_memberships
from storage.repositories.recalls import CardRow, RecallRow, add_recall, keep_card


class Recall:
    """Asks for topics and takes grades. A member's deck is their own: nobody else sees or changes it."""

    def __init__(self, database: Database, decks: RecallDecks) -> None:
        self._database = database
        self._decks = decks

    async def begin(self, asker: Asker, cohort: str) -> Prompt | NothingToRecall:
        """The first topic of a round. Raises Conflict (`no_recall`) and what `own_cohort` raises."""
        deck = await self._deck(asker, cohort)
        found = deck.prompt()
        if found is not None:
            return found
        coming = [card.comes_back_on(deck.today) for card in deck.cards]
        return NothingToRecall(whereabouts(deck.studies), len(deck.cards), min(coming, default=None))

    async def grade(
        self, asker: Asker, cohort: str, day: date, place: int, turn: int, grade: Grade, page: int
    ) -> Recalled:
        """Takes the grade of the topic at a place of a study day, in its turn, which counts once.

        It is number `page` of a round. Raises NotFound (`no_such_topic`) for what is not learnt, or not any
        more, and what `begin` raises.
        """
        deck = await self._deck(asker, cohort)
        card = deck.find(day, place)
        if card is None:
            raise NotFound("no_such_topic", cohort=deck.studies.course.name)
        counted = False
        if card.turns == turn:
            memory = recalled(card.memory, grade, asker.at)
            row = card_row((asker.person_id, deck.studies.course.cohort_id), card.topic, memory)
            counted = await self._keep(asker, row, grade)
            card = replace(card, memory=memory)
            deck = deck.having(card)
        return _recalled(deck, card, page, counted=counted)

    async def state(self, asker: Asker, cohort: str) -> RecallState | None:
        """How much is fresh; None for those who are no members, and where the cohort has no recall."""
        async with self._database.read() as connection:
            found = await cohort_to_see(connection, asker, cohort)
            members = await present_memberships(connection, [asker.person_id], [found.id])
            who = await person(connection, asker.person_id)
        if not members or not features_of(found.features).recall:
            return None
        (deck,) = (await self._decks.of(members, asker.at)).values()
        begun = [card for card in deck.cards if card.memory is not None]
        return RecallState(
            cohort_id=found.id,
            topics=len(deck.cards),
            fresh=sum(not card.is_due(deck.today) for card in begun),
            due=len(deck.due()),
            wanted=bool(begun) or (who is not None and who.recall_minutes is not None),
        )

    async def _deck(self, asker: Asker, cohort: str) -> Deck:
        async with self._database.read() as connection:
            found, _ = await own_cohort(connection, asker, cohort)
            members = await present_memberships(connection, [asker.person_id], [found.id])
        if not features_of(found.features).recall:
            raise Conflict("no_recall", cohort=found.name)
        (deck,) = (await self._decks.of(members, asker.at)).values()
        return deck

    async def _keep(self, asker: Asker, card: CardRow, grade: Grade) -> bool:
        """Whether it counted: a turn does once, so no event needs to be remembered."""
        async with self._database.write() as connection:
            await note_answer(connection, asker.person_id, asker.at)
            if not await keep_card(connection, card):
                return False
            recall = RecallRow(
                card.cohort_id, card.person_id, card.topic, grade.value, asker.platform, asker.at
            )
            await add_recall(connection, recall)
            return True


def _recalled(deck: Deck, card: Card, page: int, *, counted: bool) -> Recalled:
    following = deck.prompt(page + 1) if page < A_ROUND else None
    return Recalled(
        where=whereabouts(deck.studies),
        topic=deck.learnt(card),
        comes_back_on=card.comes_back_on(deck.today),
        counted=counted,
        following=following,
        more=0 if following else len(deck.due()),
    )
