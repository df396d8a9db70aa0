"""What stands in the playground's rooms, read from its database with sqlite3."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.kill.books import NUMBER, Rooms, damage, opened
from tests.kill.crowd import post_of


def standing(database: Path) -> Rooms:
    """The posts, by what their Done buttons count, and the answers that members can read."""
    with closing(opened(database)) as chat:
        posts = "SELECT id, room, body FROM messages WHERE asker = '' AND author = ''"
        answers = "SELECT prompt, body FROM messages WHERE prompt LIKE '%#%'"
        return Rooms(
            posts={
                str(number): post_of(room, button["token"]).slot
                for number, room, body in chat.execute(posts)
                for button in json.loads(body)["buttons"]
                if button["label"] == "Done"
            },
            answers={
                int(NUMBER.findall(prompt)[0]): "".join(_texts(json.loads(body)["blocks"]))
                for prompt, body in chat.execute(answers)
            },
        )


def damaged(database: Path) -> tuple[str, ...]:
    """What is wrong with the database as a file."""
    with closing(opened(database)) as chat:
        return tuple(damage(chat))


def _texts(value: object) -> Iterator[str]:
    match value:
        case {"text": str(text)}:
            yield text
        case {"instant": str(instant)}:
            yield instant
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list():
            for part in value:
                yield from _texts(part)
