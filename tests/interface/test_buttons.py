"""Tokens: short, signed, bound to their room and person, and safe to show to strangers."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interface.address import RoomAddress
from bot.interface.button import LONGEST, BadToken, Buttons
from bot.interface.command import Audience, Command
from bot.interface.kinds import Pick, Prose, Source
from bot.interface.reply import Reply, Says

ROOM = RoomAddress("playground", "town", "study-hall")
ELSEWHERE = RoomAddress("playground", "town", "night-owls")


@dataclass(frozen=True, slots=True)
class Arguments:
    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    day: Annotated[str, Prose("Day", 20)] = ""
    note: Annotated[str, Prose("Note", 20)] = ""
    row: int = 0
    confirmed: bool = False


async def answer(*_: object) -> Reply:
    return Reply()


CATALOGUE = (
    Command("checkin", "ci", Arguments, answer, Audience.EVERYBODY, "Check in."),
    Command("undo", "un", Arguments, answer, Audience.EVERYBODY, "Undo."),
)
BUTTONS = Buttons(b"secret" * 8, CATALOGUE)


def done(**changes: object) -> Says:
    return Says("Done", "checkin", {"cohort": 12, "day": date(2027, 1, 4), "row": 345}, **changes)  # type: ignore[arg-type]


def test_a_token_says_the_command_with_its_bound_arguments() -> None:
    token = BUTTONS.token(done(ask=("note",)), ROOM, "ada")
    press = BUTTONS.read(token, ROOM, "ada")
    assert (press.command.name, press.bound, press.ask) == (
        "checkin",
        {"cohort": "12", "day": "20270104", "row": "345"},
        ("note",),
    )
    assert press.once == ""


def test_a_personal_button_works_for_its_person_only() -> None:
    token = BUTTONS.token(done(), ROOM, "ada")
    with pytest.raises(BadToken) as refused:
        BUTTONS.read(token, ROOM, "bruno")
    assert not refused.value.old


def test_a_public_button_works_for_everybody_in_its_room_only() -> None:
    token = BUTTONS.token(done(personal=False), ROOM, "")
    assert BUTTONS.read(token, ROOM, "bruno").command.name == "checkin"
    with pytest.raises(BadToken):
        BUTTONS.read(token, ELSEWHERE, "bruno")


def test_a_single_use_button_carries_another_nonce_each_time() -> None:
    tokens = {BUTTONS.token(done(single_use=True), ROOM, "ada") for _ in range(20)}
    nonces = {BUTTONS.read(token, ROOM, "ada").once for token in tokens}
    assert len(nonces) == 20
    assert "" not in nonces


def test_a_token_of_another_secret_is_refused() -> None:
    token = Buttons(b"other" * 8, CATALOGUE).token(done(), ROOM, "ada")
    with pytest.raises(BadToken):
        BUTTONS.read(token, ROOM, "ada")


def test_a_token_of_another_version_or_of_a_command_that_is_gone_is_old() -> None:
    with pytest.raises(BadToken) as other_version:
        BUTTONS.read("9ci0|whatever|signature", ROOM, "ada")
    assert other_version.value.old
    token = BUTTONS.token(Says("Undo", "undo"), ROOM, "ada")
    with pytest.raises(BadToken) as gone:
        Buttons(b"secret" * 8, CATALOGUE[:1]).read(token, ROOM, "ada")
    assert gone.value.old


@given(st.text(max_size=LONGEST))
def test_whatever_somebody_sends_is_either_refused_or_ours(token: str) -> None:
    with pytest.raises(BadToken):
        BUTTONS.read(token, ROOM, "ada")


@given(st.integers(0, 10**12), st.dates(), st.integers(0, 10**12), st.booleans())
def test_tokens_of_realistic_buttons_fit_and_come_back(
    cohort: int, day: date, row: int, confirmed: bool
) -> None:
    bound = {"cohort": cohort, "day": day, "row": row, "confirmed": confirmed}
    token = BUTTONS.token(Says("Done", "checkin", bound, ask=("note",)), ROOM, "ada")
    assert len(token.encode()) <= LONGEST
    read = BUTTONS.read(token, ROOM, "ada").bound
    assert read["cohort"] == str(cohort)
    assert read["day"] == day.isoformat().replace("-", "")
    assert read["confirmed"] == ("yes" if confirmed else "no")


@given(st.integers(0, 63), st.integers(1, 255))
def test_no_changed_byte_is_accepted(place: int, change: int) -> None:
    token = BUTTONS.token(done(), ROOM, "ada").encode()
    place %= len(token)
    forged = bytearray(token)
    forged[place] ^= change
    with pytest.raises(BadToken):
        BUTTONS.read(forged.decode("latin-1"), ROOM, "ada")


def test_what_does_not_fit_is_a_mistake_in_the_program() -> None:
    with pytest.raises(ValueError, match="more than a token can carry"):
        BUTTONS.token(Says("Done", "checkin", {"note": "x" * 64}), ROOM, "ada")
    with pytest.raises(ValueError, match="cannot stand in a token"):
        BUTTONS.token(Says("Done", "checkin", {"note": "a|b"}), ROOM, "ada")
