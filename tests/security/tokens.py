"""A million forged button tokens, of which none may be taken: `python -m tests.security.tokens [HOW_MANY]`.

The forgers know everything but the secret: the program, its catalogue, and real tokens of every room and
person but the one they are to work for. What they try repeats with the seed.
"""

import random
import sys
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.interface.address import RoomAddress
from bot.interface.button import LONGEST, BadToken, Buttons
from bot.interface.command import Command
from bot.interface.reply import Says

SECRET = b"the secret that nobody knows"
ROOM = RoomAddress("discord", "1", "2")
VICTIM = "ada"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_|!?=\0\n\u2028\xe9"
_ELSEWHERE = (
    replace(ROOM, platform="telegram"),
    replace(ROOM, space="9"),
    replace(ROOM, space=""),
    replace(ROOM, channel="9"),
    replace(ROOM, thread="9"),
    replace(ROOM, space="1:2", channel=""),
    replace(ROOM, channel="2:", thread=""),
)

Forger = Callable[[random.Random], str]


class Forgery:
    """Makes tokens that are not for `VICTIM` in `ROOM`, in every way that comes to mind."""

    def __init__(self, catalogue: Sequence[Command]) -> None:
        self.buttons = Buttons(SECRET, catalogue)
        self._catalogue = catalogue
        self._guessed = [Buttons(guess, catalogue) for guess in (b"", b"secret", SECRET[:-1], SECRET + b"?")]
        self.ways: tuple[Forger, ...] = (
            self._noise,
            self._signed_with_a_guess,
            self._of_another_room,
            self._of_another_person,
            self._of_another_version,
            self._changed,
            self._shortened,
            self._spliced,
            self._made_public,
        )

    def tokens(self, how_many: int, seed: int = 1) -> Iterator[str]:
        """So many forged tokens, each way in turn."""
        chance = random.Random(seed)  # noqa: S311 - forgers are to repeat themselves
        for number in range(how_many):
            yield self.ways[number % len(self.ways)](chance)

    def accepted(self, how_many: int, seed: int = 1) -> list[str]:
        """Those of them that are taken for ours."""
        return [token for token in self.tokens(how_many, seed) if self.is_taken(token)]

    def is_taken(self, token: str) -> bool:
        """Whether the token works for the victim in the room."""
        try:
            self.buttons.read(token, ROOM, VICTIM)
        except BadToken:
            return False
        return True

    def says(self, chance: random.Random) -> Says:
        """Some button of the catalogue that somebody might like to press as somebody else."""
        command = chance.choice(self._catalogue)
        names = [each.name for each in command.parameters][:2]
        bound = {name: chance.randrange(1_000) for name in names}
        return Says(
            "x", command.name, bound, personal=chance.random() < 0.8, single_use=chance.random() < 0.3
        )

    def _real(self, chance: random.Random, room: RoomAddress = ROOM, person: str = VICTIM) -> str:
        return self.buttons.token(self.says(chance), room, person)

    def _noise(self, chance: random.Random) -> str:
        head = chance.choice(("", "1", f"1{chance.choice(self._catalogue).code}0|"))
        return head + "".join(chance.choices(_LETTERS, k=chance.randrange(LONGEST)))

    def _signed_with_a_guess(self, chance: random.Random) -> str:
        return chance.choice(self._guessed).token(self.says(chance), ROOM, VICTIM)

    def _of_another_room(self, chance: random.Random) -> str:
        return self._real(chance, room=chance.choice(_ELSEWHERE))

    def _of_another_person(self, chance: random.Random) -> str:
        says = replace(self.says(chance), personal=True)
        return self.buttons.token(says, ROOM, chance.choice(("bruno", "", "ada\0", "Ada", "ad")))

    def _of_another_version(self, chance: random.Random) -> str:
        return chance.choice("0234569a") + self._real(chance)[1:]

    def _changed(self, chance: random.Random) -> str:
        token = self._real(chance)
        place = chance.randrange(len(token))
        other = chance.choice([letter for letter in _LETTERS if letter != token[place]])
        return token[:place] + other + token[place + 1 :]

    def _shortened(self, chance: random.Random) -> str:
        token = self._real(chance)
        return token[: chance.randrange(len(token))]

    def _spliced(self, chance: random.Random) -> str:
        """What one token says under the signature of another."""
        body, _, signature = self._real(chance).rpartition("|")
        while (other := self._real(chance)).rpartition("|")[0] == body:
            pass
        return f"{other.rpartition('|')[0]}|{signature}"

    def _made_public(self, chance: random.Random) -> str:
        """A personal token of somebody else's, which says of itself that it is for all."""
        says = replace(self.says(chance), personal=True)
        token = self.buttons.token(says, ROOM, "bruno")
        random_signature = urlsafe_b64encode(chance.randbytes(8)).decode().rstrip("=")
        public = f"{token[:3]}0{token[4:]}"
        return public if chance.random() < 0.5 else f"{public.rpartition('|')[0]}|{random_signature}"


async def main(how_many: int) -> int:
    """Prints how many of how many were taken; 1 if any was."""
    from bot.clock import SystemClock  # noqa: PLC0415 - a test of the suite needs no program for it
    from bot.core import idle_core  # noqa: PLC0415 - as above

    async with idle_core(SystemClock(), SECRET) as core:
        taken = Forgery(core.catalogue).accepted(how_many)
    print(f"{len(taken)} of {how_many:,} forged tokens were taken", *taken[:5], sep="\n")  # noqa: T201 - its answer
    return 1 if taken else 0


if __name__ == "__main__":
    import asyncio

    sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)))
