import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from small_class import SmallClass, post

from bot.interface.address import RoomAddress
from bot.interface.reply import Board, Card, Fact, Notice, Plain, Reply, Row, Says, Section
from bot.platforms.discord.drawing import Drawing
from bot.platforms.discord.fingerprint import fingerprint
from tests.discord_components import walk

ROOM = RoomAddress("discord", "1", "2")
MARK = fingerprint(ROOM.key, "5")
WORDS = st.text(alphabet="ab *_é😀.", min_size=1, max_size=400)


async def _drawn(reply: Reply, *, marked: bool = True) -> list[list[dict[str, Any]]]:
    drawing = Drawing(reply, SmallClass().buttons, ROOM)
    mark = MARK if marked else None
    return [
        list(walk(drawing.message(place, mark).view.to_components())) for place in range(drawing.messages)
    ]


def _texts(message: list[dict[str, Any]]) -> list[str]:
    return [component["content"] for component in message if component["type"] == 10]


async def test_a_short_post_is_one_message_with_its_buttons() -> None:
    (message,) = await _drawn(post())
    assert message[0]["id"] == MARK.container
    assert message[1]["id"] == MARK.text
    assert [each["label"] for each in message if each["type"] == 2] == ["Done", "Note / proof"]
    assert _texts(message)[0] == r"## Day 1 of 20 \- Flask\_API".replace(r"\-", "-")


async def test_a_long_post_is_split_between_items_and_its_last_message_has_the_buttons() -> None:
    messages = await _drawn(post(items=60))
    assert len(messages) > 1
    lines = [line for message in messages for text in _texts(message) for line in text.split("\n")]
    assert [line.split(":")[0] for line in lines[2:]] == [f"- Item {number}" for number in range(60)]
    assert [sum(each["type"] == 2 for each in message) for message in messages] == [
        *[0] * (len(messages) - 1),
        2,
    ]


async def test_a_line_that_no_message_could_hold_is_torn_at_spaces() -> None:
    reply = Reply((Notice((Plain("read " * 3_000),)),))
    messages = await _drawn(reply)
    assert " ".join(text for message in messages for text in _texts(message)).split() == ["read"] * 3_000


@given(st.lists(st.lists(WORDS, max_size=30), max_size=30), st.integers(0, 12), st.booleans())
async def test_no_message_is_larger_than_discord_takes(
    sections: list[list[str]], buttons: int, marked: bool
) -> None:
    card = Card(
        "Title",
        facts=(Fact("Label", (Plain("value"),)),),
        sections=tuple(
            Section(f"Part {place}", tuple((Plain(line),) for line in lines))
            for place, lines in enumerate(sections)
        ),
        closing=(Plain("The end"),),
    )
    board = Board("Board", tuple(Row("1", (Plain(line),)) for lines in sections for line in lines))
    says = tuple(Says(f"Press {place}", "checkin", {"row": place}) for place in range(buttons))
    messages = await _drawn(Reply((card, board), says), marked=marked)
    for message in messages:
        assert sum(len(text.encode("utf-16-le")) // 2 for text in _texts(message)) <= 4_000
        assert len(message) <= 40
        assert all(_texts(message))
        ids = [component["custom_id"] for component in message if "custom_id" in component]
        assert len(ids) == len(set(ids))
    assert sum(component["type"] == 2 for component in messages[-1]) == buttons
    whole = json.dumps([_texts(message) for message in messages])
    assert all(f"### Part {place}" in whole for place in range(len(sections)))


async def test_a_mark_is_the_same_for_the_same_post_and_differs_for_any_other() -> None:
    marks = {
        fingerprint(room, key, part) for room in ("a", "b") for key in ("1", "2") for part in (None, 0, 1)
    }
    assert len({(mark.container, mark.text) for mark in marks}) == len({mark.nonce for mark in marks}) == 12
    assert all(1_000 < mark.container < 2**31 > mark.text and len(mark.nonce) <= 25 for mark in marks)
    assert fingerprint("a", "1") == fingerprint("a", "1")
