"""`/link` and `/unlink`: one person on both platforms."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from bot.interface.address import PersonRef
from bot.interface.command import Audience, Command
from bot.interface.kinds import Prose
from bot.interface.reply import Reply
from bot.messages import linking as messages
from bot.messages.voice import Voice, mark, voice_of
from bot.services.asker import Asker
from bot.services.codes import NewCode
from bot.services.identities import Identities

LONGEST_CODE = 20

Tell = Callable[[str, PersonRef, Reply, str], Awaitable[bool]]
"""Says something to somebody in private on a platform, under a key; whether it arrived."""


@dataclass(frozen=True, slots=True)
class Link:
    """Arguments of `/link`; only its buttons say yes or no to the account that waits."""

    code: Annotated[str, Prose("The code from the other platform", LONGEST_CODE)] = ""
    confirm: int = 0
    decline: int = 0


@dataclass(frozen=True, slots=True)
class Unlink:
    """Arguments of `/unlink`; only its button confirms."""

    confirmed: bool = False


class LinkingCommands:
    """Links accounts and parts them. `tell` brings the question to the first side."""

    def __init__(self, identities: Identities, tell: Tell) -> None:
        self._identities = identities
        self._tell = tell

    def commands(self) -> tuple[Command, ...]:
        """The declarations of this family."""
        return (
            Command(
                "link",
                "li",
                Link,
                self.link,
                Audience.EVERYBODY,
                mark("Be one person on Discord and Telegram: get a code here, say it there."),
                main="code",
            ),
            Command(
                "unlink",
                "pt",
                Unlink,
                self.unlink,
                Audience.EVERYBODY,
                mark("Part your accounts again, each with its own history."),
            ),
        )

    async def link(self, asker: Asker, say: Voice, args: Link) -> Reply:
        """Gives a code, uses one, or answers the account that has used it."""
        if args.confirm:
            return messages.linked(say, await self._identities.confirm(asker, args.confirm))
        if args.decline:
            return messages.declined(say, await self._identities.decline(asker, args.decline))
        if args.code:
            return await self._offer(asker, say, args.code)
        begun = await self._identities.begin(asker)
        return messages.code(say, begun) if isinstance(begun, NewCode) else messages.question(say, begun)

    async def unlink(self, asker: Asker, say: Voice, args: Unlink) -> Reply:
        """Shows what would be parted; its button parts it."""
        if args.confirmed:
            return messages.unlinked(say, await self._identities.unlink(asker))
        return messages.about_to_unlink(say, await self._identities.linked(asker))

    async def _offer(self, asker: Asker, say: Voice, code: str) -> Reply:
        offered = await self._identities.offer(asker, code)
        first, question = offered.first, messages.question(voice_of(offered.language or "en"), offered)
        key = f"link:{asker.platform}:{asker.event_id}"
        arrived = await self._tell(first.platform, PersonRef(first.external_id, first.name), question, key)
        return messages.offered(say, offered, told=arrived)
