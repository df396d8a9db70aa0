"""Single-use codes by which somebody shows that two places are theirs (reliability.md, 23).

Eight characters of base32, good for ten minutes and kept as keyed digests: whoever reads the database learns
none, and how long a look takes tells nothing. Five tries an hour leave guessing no chance.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.clock import Clock
from bot.domain.errors import Conflict, NotFound, StudyError, TooMany
from bot.services.asker import Asker
from storage.connection import Connection
from storage.database import Database
from storage.repositories.codes import CodeRow, codes_for, forget_codes, note_try, put_code, tries_since

LASTS = timedelta(minutes=10)
MOST_TRIES = 5
_HOUR = timedelta(hours=1)
_KEPT = timedelta(days=1)
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # RFC 4648: no digit looks like a letter
_LENGTH = 8


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code as its owner sees it, once; `until` is when it runs out."""

    word: str
    until: datetime


class Codes:
    """Makes codes and judges what is said to be one; `secret` is the key of the digests."""

    def __init__(self, database: Database, secret: bytes, clock: Clock) -> None:
        self._database = database
        self._secret = secret
        self._clock = clock

    async def make(
        self, connection: Connection, asker: Asker, purpose: str, cohort_id: int | None = None
    ) -> NewCode:
        """A new code, which takes the place of the asker's former one; in the caller's transaction."""
        word = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        until = self._clock.now() + LASTS
        await put_code(connection, purpose, asker.person_id, self._digest(purpose, word), until, cohort_id)
        return NewCode(word, until)

    async def judge(
        self, connection: Connection, asker: Asker, purpose: str, said: str
    ) -> CodeRow | StudyError:
        """The code that was said, or the refusal: returned, so that the caller can commit the try first."""
        now, who = self._clock.now(), self._digest(asker.platform, asker.external_id)
        tries = await tries_since(connection, who, now - _HOUR)
        if len(tries) >= MOST_TRIES:
            return TooMany("too_many_tries", MOST_TRIES, tries[-MOST_TRIES] + _HOUR)
        await note_try(connection, who, now)
        digest = self._digest(purpose, said.replace("-", "").replace(" ", "").upper())
        same = [
            row for row in await codes_for(connection, purpose) if hmac.compare_digest(row.digest, digest)
        ]
        return _judged(same[0], now) if same else NotFound("wrong_code")

    async def forget_old(self) -> int:
        """Drops codes and tries of more than a day ago; returns how many."""
        async with self._database.write() as connection:
            return await forget_codes(connection, self._clock.now() - _KEPT)

    def _digest(self, *words: str) -> str:
        message = "\0".join(("code", *words)).encode(errors="replace")
        return hmac.new(self._secret, message, sha256).hexdigest()


def _judged(row: CodeRow, now: datetime) -> CodeRow | StudyError:
    if row.used_at is not None:
        return Conflict("used_code")
    if row.expires_at <= now:
        return Conflict("expired_code")
    return row
