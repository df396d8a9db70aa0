"""A program whose children are there to be killed: each adds people in folds, for a number read from stdin.

It says the child's process id, then each name once it is committed, and a full stop after the child's end."""

import asyncio
import os
import sys

from stored_people import add_all

from storage.database import Database


async def keep_adding(url: str, number: str) -> None:
    database = await Database.open(url)

    async def caller(one: int) -> None:
        for turn in range(1_000_000):
            name = f"{number}.{one}.{turn}"
            await database.together(add_all, name)
            say(name)

    await asyncio.gather(*[caller(one) for one in range(16)])


def say(word: object) -> None:
    os.write(sys.stdout.fileno(), f"{word}\n".encode())  # whole, and without a buffer to lose


def main(url: str) -> None:
    for line in sys.stdin:
        child = os.fork()  # importing everything again would take longer than all the rest
        if child == 0:
            say(os.getpid())
            asyncio.run(keep_adding(url, line.strip()))
        os.waitpid(child, 0)
        say(".")


if __name__ == "__main__":
    main(sys.argv[1])
