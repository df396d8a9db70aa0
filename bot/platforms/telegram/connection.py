"""One connection to Telegram, put together: what hears, what answers, and what they share."""

from collections.abc import Callable
from datetime import datetime, timedelta

from telegram import Bot

from bot.interface.button import Buttons
from bot.interface.platform import Dispatcher
from bot.platforms.telegram.admins import Admins
from bot.platforms.telegram.anonymous import CONFIRMED, Anonymous
from bot.platforms.telegram.answering import ORIGIN, WAITING, Answering
from bot.platforms.telegram.asking import QUESTIONS, Asking
from bot.platforms.telegram.calls import Calls
from bot.platforms.telegram.chats import Chats
from bot.platforms.telegram.conversation import Conversation
from bot.platforms.telegram.doorway import Doorway
from bot.platforms.telegram.drawing import Drawing
from bot.platforms.telegram.hearing import Hearing
from bot.platforms.telegram.incoming import Ears, Incoming
from bot.platforms.telegram.intake import Intake
from bot.platforms.telegram.markup import Markup
from bot.platforms.telegram.pacer import Pacer
from bot.platforms.telegram.posting import Posting
from bot.platforms.telegram.proofs import Proofs
from bot.platforms.telegram.publishing import Publishing
from bot.platforms.telegram.sending import Sending
from bot.platforms.telegram.spoken import Spoken
from bot.platforms.telegram.store import Store
from bot.platforms.telegram.welcome import Welcome

_REMEMBERED = timedelta(days=60)
_PASSING = (CONFIRMED, ORIGIN, WAITING, QUESTIONS)


class Connection:
    """Everything that lasts as long as the bot, which must have told who it is, is connected."""

    def __init__(
        self, bot: Bot, dispatcher: Dispatcher, buttons: Buttons, store: Store, now: Callable[[], datetime]
    ) -> None:
        self.bot = bot
        self.store = store
        self.calls = Calls()
        self.chats = Chats(store)
        self._now = now
        catalogue = tuple(dispatcher.catalogue())
        markup = Markup(tuple(command.name for command in catalogue))
        drawing = Drawing(buttons, markup)
        sending = Sending(bot, Pacer(), self.chats)
        admins = Admins(bot, self.chats)
        hearing = Hearing(admins)
        self.posting = Posting(sending, drawing, buttons, store, self.calls, now)
        self.publishing = Publishing(bot, dispatcher, store)
        answering = Answering(bot, dispatcher, sending, drawing, store, self.chats)
        asking = Asking(bot, dispatcher, hearing, sending, store, markup)
        conversation = Conversation(dispatcher, buttons, hearing, asking, answering, self.calls)
        anonymous = Anonymous(bot, dispatcher, sending, store)
        welcome = Welcome(dispatcher, answering, sending, drawing, self.posting)
        doorway = Doorway(bot, dispatcher, conversation, asking, answering, hearing, welcome)
        ears = Ears(
            *(store, self.chats, admins, hearing, answering, asking, conversation, anonymous, welcome),
            doorway=doorway,
            spoken=Spoken(bot.username, catalogue, hearing, conversation, doorway, anonymous),
            proofs=Proofs(bot, dispatcher, buttons, answering, self.chats),
        )
        self.intake = Intake(bot, Incoming(ears).take, store, self.calls)

    async def prepare(self) -> None:
        """Reads what is remembered, forgets what is of no use any more, and makes the commands known."""
        await self.store.tidy(self._now() - _REMEMBERED, _PASSING)
        await self.chats.load()
        await self.publishing.publish()
