"""A certificate's code stands for exactly what was signed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.certificate_code import Statement, code_of, is_genuine, serial_in

SECRET, SERIAL = b"secret", bytes(range(7))
SAID = Statement("Ana", "Python", "Winter", date(2027, 1, 4), date(2027, 3, 31), 61, 63)


@given(st.binary(min_size=7, max_size=7), st.text(), st.text())
def test_a_code_gives_back_its_serial_and_is_genuine(serial: bytes, name: str, cohort: str) -> None:
    said = replace(SAID, name=name, cohort=cohort)
    code = code_of(SECRET, serial, said)
    assert serial_in(code) == serial
    assert is_genuine(SECRET, code, said)


def test_a_code_may_be_typed_small_with_spaces_and_misread_letters() -> None:
    code = code_of(SECRET, SERIAL, SAID)
    typed = code.lower().replace("-", " ").replace("o", "0").replace("i", "1")
    assert is_genuine(SECRET, typed, SAID)


@pytest.mark.parametrize(
    "other",
    [
        replace(SAID, name="Bo"),
        replace(SAID, counted=62),
        replace(SAID, last=date(2027, 4, 1)),
        replace(SAID, curriculum="Python Winter", cohort=""),
    ],
)
def test_nothing_that_it_says_can_be_changed(other: Statement) -> None:
    assert not is_genuine(SECRET, code_of(SECRET, SERIAL, SAID), other)


def test_another_secret_signs_otherwise() -> None:
    assert not is_genuine(b"other", code_of(SECRET, SERIAL, SAID), SAID)


@pytest.mark.parametrize("word", ["", "hello", "A" * 23, "A" * 25, "\N{SNOWMAN}" * 24, "9" * 24])
def test_what_is_no_code_has_no_serial(word: str) -> None:
    assert serial_in(word) is None
    assert not is_genuine(SECRET, word, SAID)
