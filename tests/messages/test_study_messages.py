"""What people read when they check in, rest and ask where they stand."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.commands.standing import Leaders, Of, Progress, StandingCommands, Why
from bot.commands.study import CheckIn, Pause, Resume, StudyCommands, Undo
from bot.domain.errors import StudyError
from bot.domain.standing import Rule, Status
from bot.interface.button import Buttons
from bot.interface.reply import Board, Card, Notice, Reply, Says, Text, When
from bot.messages.refusals import refusal
from bot.messages.refusals_study import REFUSALS
from bot.messages.standing_receipt import _MARKS, _REASONS
from bot.messages.voice import Voice, voice_of
from bot.pictures.studio import Studio
from bot.services.asker import Asker
from bot.services.pace_board import PaceBoards
from tests.services.cohort_of import ROOM, CohortOf, at, cohort_of, day


class Desk:
    """The commands of one cohort, and how their answers read."""

    def __init__(self, club: CohortOf) -> None:
        self.club = club
        self.say: Voice = voice_of("en")
        self.study = StudyCommands(club.check_ins, club.pauses)
        pace = PaceBoards(club.database, club.clock)
        self.standing = StandingCommands(
            club.standings, club.leaderboard, pace, club.projects, club.recall, Studio()
        )

    async def check_in(self, who: Asker, moment: str, args: CheckIn | None = None) -> Reply:
        return await self.study.check_in(self.club.says(who, moment), self.say, args or CheckIn())


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with cohort_of(tmp_path) as club:
        yield Desk(club)


def read(reply: Reply) -> str:
    """All that is said, instants in UTC."""
    return "\n".join(_lines(reply))


def _lines(reply: Reply) -> Iterator[str]:
    for block in reply.blocks:
        match block:
            case Notice(text=text):
                yield _words(text)
            case Card():
                yield block.title
                yield from (f"{fact.label}: {_words(fact.value)}" for fact in block.facts)
                yield from (_words(line) for section in block.sections for line in section.lines)
                yield _words(block.closing)
            case Board():
                yield block.title
                yield from (
                    f"{row.mark}{' (you)' if row.own else ''} {_words(row.text)}" for row in block.rows
                )
                yield _words(block.note)


def _words(text: Text) -> str:
    return "".join(
        f"<{span.instant:%a %H:%M}>" if isinstance(span, When) else str(getattr(span, "text", span))
        for span in text
    )


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


async def test_a_check_in_is_answered_in_numbers_with_what_comes_next(desk: Desk) -> None:
    ana = await desk.club.member("Ana")

    reply = await desk.check_in(ana, "Mon1 20:00")

    assert reply.whisper
    assert read(reply) == (
        "Day 1 counted. Streak 1, 2 freezes left. Next: Tue, Jan 5, open from <Tue 08:00> until <Wed 02:00>."
    )
    assert labels(reply) == ["Add a note", "Undo"]


async def test_a_second_press_says_when_it_was_counted(desk: Desk) -> None:
    ana = await desk.club.member("Ana")
    await desk.check_in(ana, "Mon1 09:14")

    reply = await desk.check_in(ana, "Mon1 20:00")

    assert read(reply).startswith("Already counted at <Mon 08:14>. Next: Tue, Jan 5")


async def test_a_late_check_in_names_its_day_and_offers_the_open_one(desk: Desk) -> None:
    ana = await desk.club.member("Ana")

    reply = await desk.check_in(ana, "Tue1 20:00")

    assert read(reply) == (
        "Day 1, Mon, Jan 4, counted within its grace. Streak 1, 2 freezes left. "
        "Tue, Jan 5 is open until <Thu 02:00>."
    )
    assert labels(reply) == ["Count Tue, Jan 5 too", "Add a note", "Undo"]


async def test_freezes_spent_and_earned_are_told(desk: Desk) -> None:
    ana = await desk.club.member("Ana")
    await desk.club.did(ana, "w1")

    spent = await desk.check_in(ana, "Wed2 04:00")
    await desk.club.did(ana, "Wed2 Thu2 Fri2")
    earned = await desk.check_in(ana, "Mon3 20:00", CheckIn(note="Ten!"))

    assert "Streak 6, 1 freeze left. 1 freeze covered the day you missed." in read(spent)
    assert "Streak 10, 2 freezes left. You have earned a freeze. Your note is saved." in read(earned)


async def test_a_saturday_is_noted(desk: Desk) -> None:
    ana = await desk.club.member("Ana")
    await desk.club.did(ana, "w1")

    reply = await desk.check_in(ana, "Sat1 12:00")

    assert read(reply).startswith("Noted for Sat, Jan 9: no study day here, so your streak stays as it is.")


async def test_undo_says_until_when_the_day_can_be_counted_again(desk: Desk) -> None:
    ana = await desk.club.member("Ana")
    await desk.check_in(ana, "Mon1 20:00")

    reply = await desk.study.undo(desk.club.says(ana, "Mon1 20:01"), desk.say, Undo(day="20270104"))

    assert read(reply) == (
        "Day 1 is no longer counted. Streak 0, 2 freezes left. It can be counted again until <Wed 02:00>."
    )
    assert labels(reply) == ["Check in again"]


async def test_pause_and_resume_say_what_they_cost(desk: Desk) -> None:
    ana = await desk.club.member("Ana")

    rest = await desk.study.pause(
        desk.club.says(ana, "Mon1 12:00"), desk.say, Pause(from_=day("Tue1"), until=day("Thu1"))
    )
    back = await desk.study.resume(desk.club.says(ana, "Mon1 12:05"), desk.say, Resume())

    assert read(rest) == (
        "You rest from Tue, Jan 5 to Thu, Jan 7: 3 study days that cost you nothing. "
        "Checking in ends it early. Your next day after it is Fri, Jan 8."
    )
    assert read(back).startswith(
        "Welcome back. Your pause is over, and it cost you nothing. Next: Tue, Jan 5"
    )


async def test_a_streak_is_told_in_figures(desk: Desk) -> None:
    ana = await desk.club.member("Ana")
    await desk.club.did(ana, "w1")

    reply = await desk.standing.streak(desk.club.says(ana, "Mon2 12:00"), desk.say, Of())

    assert read(reply) == (
        "Your streak in Winter\nStreak: 5 days\nLongest: 5 days\nFreezes left: 2\n"
        "Attendance: 100% (5 of 5 days)\nMomentum: 23%\nMon, Jan 11 is open until <Wed 02:00>."
    )
    assert labels(reply) == ["Check in", "Day by day"]


async def test_the_receipt_gives_a_reason_for_every_day(desk: Desk) -> None:
    ana = await desk.club.member("Ana")
    await desk.club.did(ana, "Mon1 Tue1")

    reply = await desk.standing.why(desk.club.says(ana, "Fri1 12:00"), desk.say, Why())

    assert read(reply) == (
        "Why your streak in Winter is what it is\n"
        "to come Day 6, Mon, Jan 11: still to come. It will be open until <Tue 02:00>.\n"
        "open Day 5, Fri, Jan 8: open until <Sat 02:00>; "
        "after that it still counts as late until <Tue 02:00>.\n"
        "open Day 4, Thu, Jan 7: it closed <Fri 02:00>, "
        "and a check-in still counts as late until <Sat 02:00>.\n"
        "frozen Day 3, Wed, Jan 6: no check-in by <Fri 02:00>. "
        "A freeze covered it, so the streak of 2 lives on.\n"
        "done Day 2, Tue, Jan 5: you checked in <Tue 19:00>, while it was open. Streak 2.\n"
        "done Day 1, Mon, Jan 4: you checked in <Mon 19:00>, while it was open. Streak 1.\n"
        "Streak 2, 1 freeze left. Only done and late days add to it; a missed one ends it unless a freeze "
        "covers it."
    )


async def test_progress_shows_the_weeks_day_by_day_with_a_key(desk: Desk) -> None:
    ana = await desk.club.member("Ana")
    await desk.club.did(ana, "w1 Tue2")

    reply = await desk.standing.progress(desk.club.says(ana, "Wed2 12:00"), desk.say, Progress())

    text = read(reply)
    assert "Pace: day 8 of 20" in text
    assert "Last day: Jan 29, 2027" in text
    assert (
        "\N{BLACK SQUARE} \N{BLACK SQUARE} \N{BLACK SQUARE} \N{BLACK SQUARE} \N{BLACK SQUARE} week of" in text
    )
    assert "counted" in text.splitlines()[-1]


async def test_the_board_marks_the_asker_and_offers_to_be_on_it(desk: Desk) -> None:
    ana, bo = await desk.club.member("Ana", listed=True), await desk.club.member("Bo")
    await desk.club.did(ana, "Mon1 Tue1")

    own = await desk.standing.leaderboard(desk.club.says(ana, "Tue1 21:00"), desk.say, Leaders())
    other = await desk.standing.leaderboard(
        desk.club.says(bo, "Tue1 21:00"), desk.say, Leaders(by="attendance")
    )

    assert own.whisper
    assert read(own) == ("Winter: present streaks\n1 (you) Ana, 2 days\nYour place is number 1, with 2 days.")
    assert read(other).endswith(
        "Your place is number 2, with 0%. Only you can see that: you are not on the board."
    )
    assert labels(other) == ["Show me on the board", "My pace"]


async def test_weeks_are_told_as_weeks(tmp_path: Path) -> None:
    async with cohort_of(tmp_path, streak={"mode": "weekly", "quota": 2}) as club:
        desk, ana = Desk(club), await club.member("Ana", listed=True)
        await club.did(ana, "Mon1 Tue1")

        reply = await desk.check_in(ana, "Wed1 20:00")
        why = await desk.standing.why(club.says(ana, "Wed1 21:00"), desk.say, Why())
        board = await desk.standing.leaderboard(club.says(ana, "Wed1 21:00"), desk.say, Leaders())

    assert read(reply).startswith("Day 3 counted. Streak 1 week.")
    assert "week Week of Mon, Jan 4: 3 of 2 days, so it counts. Streak 1." in read(why)
    assert "1 (you) Ana, 1 week" in read(board)


async def test_every_button_fits_into_a_token(desk: Desk) -> None:
    ana = await desk.club.member("Ana")
    bound = [
        await desk.check_in(ana, "Tue1 20:00"),
        await desk.study.undo(desk.club.says(ana, "Tue1 20:01"), desk.say, Undo()),
        await desk.standing.streak(desk.club.says(ana, "Tue1 20:02"), desk.say, Of()),
        await desk.standing.why(desk.club.says(ana, "Fri4 20:02"), desk.say, Why()),
    ]
    buttons = Buttons(b"secret", [*desk.study.commands(), *desk.standing.commands()])

    tokens = [
        buttons.token(button, ROOM, "ana")
        for reply in bound
        for button in reply.buttons
        if isinstance(button, Says)
    ]

    assert len(tokens) == 7
    undo = next(button for button in bound[0].buttons if button.label == "Undo")
    assert isinstance(undo, Says)
    assert buttons.read(buttons.token(undo, ROOM, "ana"), ROOM, "ana").bound == {
        "cohort": "1",
        "day": "20270104",
    }


def test_every_rule_and_status_has_its_words() -> None:
    assert set(_REASONS) == set(Rule)
    assert set(_MARKS) == set(Status)


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_every_refusal_reads_as_a_sentence_with_a_way_out(code: str) -> None:
    data = {
        "day": day("Mon1"),
        "at": at("Tue1 03:00"),
        "again_at": at("Tue1 04:00"),
        "closed": at("Tue1 03:00"),
        "first": day("Mon1"),
        "last": day("Fri1"),
        "cohort": "Winter",
        "name": "Bo",
        "limit": 14,
        "days": 20,
        "most": 500,
        "length": 800,
        "done": 3,
        "needed": 16,
        "of": 20,
        "value": "ABCDEF",
    }

    text = read(refusal(voice_of("en"), StudyError(code, **data)))

    assert text.endswith(".")
    assert "{" not in text
    assert text.count(". ") + text.count(", ") + text.count(": ") >= 1
