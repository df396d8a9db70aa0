"""Three documents were once read with a wrong codec; what was lost is a guess that fits what is left."""

import pytest
from source_documents import content, repaired

from curricula.schema import Curriculum, EncodingRepair

Library = dict[str, Curriculum]
# The bytes that mean nothing in Windows-1254, and so were dropped.
DROPPED = bytes(byte for byte in range(256) if bytes([byte]).decode("cp1254", "ignore") == "")


def repair_of(curriculum: Curriculum) -> EncodingRepair | None:
    assert curriculum.source is not None
    return curriculum.source.encoding_repair


def test_three_documents_were_damaged_and_one_of_them_for_good(library: Library) -> None:
    repairs = {slug: repair_of(curriculum) for slug, curriculum in library.items()}
    assert {slug: (repair.wrong_codec, repair.lossy) for slug, repair in repairs.items() if repair} == {
        "py-backend-12w": ("windows-1254", True),
        "py-backend-senior-es": ("mac-roman", False),
        "py-backend-topics": ("mac-roman", False),
    }


def test_the_nine_guesses_are_recorded_with_their_reasons(library: Library) -> None:
    repair = repair_of(library["py-backend-12w"])
    assert repair is not None
    assert [guess.line for guess in repair.guesses] == [1, 20, 38, 78, 120, 145, 177, 207, 230]
    assert "".join(guess.chosen for guess in repair.guesses) == "🗓️”🗂️🌐🔐🗄️⚙️🐳🌐"
    assert all(len(guess.reason) > 20 for guess in repair.guesses)


def test_each_guess_is_what_the_wrong_codec_would_have_left(library: Library) -> None:
    repair = repair_of(library["py-backend-12w"])
    assert repair is not None
    for guess in repair.guesses:
        left = guess.chosen.encode().translate(None, DROPPED)
        assert left == bytes.fromhex(guess.surviving)
        assert left != guess.chosen.encode()


def test_33_lines_were_damaged_of_which_24_came_back_exactly(library: Library) -> None:
    curriculum = library["py-backend-12w"]
    document = content(curriculum)
    if document is None:
        pytest.skip("the document is not on this machine")
    damaged = [line for line in document.decode().split("\n") if not line.isascii()]
    exact = [line for line in damaged if _is_utf8(line.encode("cp1254"))]
    assert (len(damaged), len(exact)) == (33, 24)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def test_no_trace_of_a_wrong_codec_is_left(library: Library) -> None:
    traces = ("Ã", "â€", "ğŸ", "√", "ü", "\u201a", "\ufffd")
    for slug, curriculum in library.items():
        text = curriculum.model_dump_json()
        document = content(curriculum)
        lines = repaired(document.decode(), repair_of(curriculum)) if document else []
        assert not [trace for trace in traces if trace in text or trace in "".join(lines)], slug
