"""Every refusal that the program can make has its own sentence, with all that the sentence needs."""

import re
from gettext import NullTranslations
from string import Formatter

import pytest
from refusals_raised import Raised, raised
from study_world import words

from bot.domain.errors import StudyError
from bot.interface.reply import Says
from bot.messages.refusals import REFUSALS, apology, refusal
from bot.messages.voice import Voice, voice_of

RAISED = raised()
SAY = voice_of("en")


def test_the_source_was_read() -> None:
    codes = {each.code for each in RAISED}
    assert {
        "bots",
        "bad_person",
        "old_button",
        "day_closed",
        "cannot_start",
        "fit_days",
        "unknown_zone",
    } <= codes


def test_every_refusal_has_a_sentence() -> None:
    assert sorted(f"{each.code} at {each.where}" for each in RAISED if each.code not in REFUSALS) == []


def test_every_sentence_is_said_somewhere() -> None:
    assert sorted(REFUSALS.keys() - {each.code for each in RAISED}) == []


@pytest.mark.parametrize("each", RAISED, ids=lambda each: f"{each.code} at {each.where}")
def test_a_refusal_carries_what_its_sentence_shows(each: Raised) -> None:
    values = dict.fromkeys(each.data, "1") | ({"state": "paused"} if "state" in each.data else {})
    reply = refusal(SAY, StudyError(each.code, **values))
    said = words(reply)
    assert "None" not in said
    assert "{" not in said
    assert "  " not in said
    assert " ." not in said
    assert re.search(r"[.!?]$", said)


def test_a_list_without_anything_near_is_no_riddle() -> None:
    for code, name in (("unknown_zone", "zone"), ("unknown_choice", "value")):
        said = words(refusal(SAY, StudyError(code, **{name: "Nowhere"}, what="zone", nearest=())))
        assert "Nowhere" in said
        assert "one of" not in said


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_a_sentence_is_short_kind_and_ends_with_a_way_out(code: str) -> None:
    sentence = REFUSALS[code]
    assert len(sentence) <= 160
    assert not re.search(r"\b(error|invalid|illegal|wrong|failed|must|fault)\b", sentence, re.IGNORECASE)
    assert re.match(r"[A-Z{]", sentence)
    assert sentence.endswith((".", "?", "!"))
    names = [name for _, name, _, _ in Formatter().parse(sentence) if name is not None]
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)


def test_who_is_not_in_a_cohort_gets_the_button_that_lets_them_in() -> None:
    reply = refusal(SAY, StudyError("not_a_member", cohort="Winter", cohort_id=7))
    (join,) = reply.buttons
    assert isinstance(join, Says)
    assert (join.command, join.bound) == ("join", {"cohort": 7})


def test_a_state_is_told_in_the_askers_language() -> None:
    class German(NullTranslations):
        def gettext(self, message: str) -> str:
            return {"paused": "pausiert"}.get(message, message)

    said = words(refusal(Voice("de", German()), StudyError("cannot_end", cohort="Winter", state="paused")))
    assert "Winter is pausiert" in said


def test_a_value_of_any_length_is_shown_short() -> None:
    said = words(refusal(SAY, StudyError("bad_day", argument="day", value="x" * 100_000)))
    assert len(said) < 300


def test_an_apology_says_that_nothing_was_saved_and_names_its_reference() -> None:
    said = words(apology(SAY, "0badcafe"))
    assert "not saved" in said
    assert "0badcafe" in said
