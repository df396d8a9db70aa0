"""What goes out in rooms: the facts behind ledger rows in the language of their cohort."""

from collections.abc import Callable, Sequence

from bot.clock import Clock
from bot.interface.reply import Reply
from bot.messages.digest import digest
from bot.messages.post import announcement, daily_post
from bot.messages.voice import Voice
from bot.services.breaths import in_breaths
from bot.services.digests import DIGEST, Digests
from bot.services.ledger import Delivery
from bot.services.lessons import Lessons


class RoomLetters:
    """Writes posts, digests and announcements."""

    def __init__(
        self, lessons: Lessons, digests: Digests, voices: Callable[[str], Voice], clock: Clock
    ) -> None:
        self._lessons = lessons
        self._digests = digests
        self._voices = voices
        self._clock = clock

    async def written(self, claimed: Sequence[Delivery]) -> dict[int, Reply]:
        """The messages by their rows; those that cannot be written are left out."""
        posts = [delivery for delivery in claimed if delivery.row.kind == "post"]
        words = [delivery for delivery in claimed if delivery.row.kind == "announcement"]
        facts = await self._lessons.posts(posts, self._clock.now())
        weeks = await self._digests.digests([each for each in claimed if each.row.kind == DIGEST])
        written = {each.row.id: announcement(each.text) for each in words}
        async for row, post in in_breaths(facts.items()):
            written[row] = daily_post(self._voices(post.language), post)
        async for row, week in in_breaths(weeks.items()):
            written[row] = digest(self._voices(week.language), week)
        return written
