"""What could come next in a line being typed."""

import pytest
from small_clock import SmallClock
from small_study import SmallStudy

from bot.platforms.playground import world
from bot.platforms.playground.completing import Completing, Suggestion
from bot.platforms.playground.conversation import Conversation
from bot.platforms.playground.message import Draft


async def nothing(_draft: Draft) -> None:
    """Keep no message."""


@pytest.fixture
def completing(study: SmallStudy, clock: SmallClock) -> Completing:
    return Completing(study, Conversation(study, study.buttons, clock, nothing), clock)


async def labels(completing: Completing, line: str, member: str = "Admin") -> list[str]:
    found = await completing.after(line, world.member(member), world.room("study-hall"))
    return [suggestion.label for suggestion in found]


async def lines(completing: Completing, line: str) -> list[str]:
    found = await completing.after(line, world.member("Admin"), world.room("study-hall"))
    return [suggestion.line for suggestion in found]


async def test_a_slash_offers_every_command_with_its_help(completing: Completing) -> None:
    found = await completing.after("/", world.member("Admin"), world.room("study-hall"))
    assert found[0] == Suggestion("/checkin ", "/checkin", "Count today", "Commands")
    assert len(found) == 6


async def test_members_are_not_offered_what_only_admins_may_say(completing: Completing) -> None:
    assert "/cohort create" not in await labels(completing, "/", "Ada")
    assert "/cohort create" in await labels(completing, "/", "Admin")


async def test_commands_are_found_by_their_beginning_then_by_any_part(completing: Completing) -> None:
    assert await labels(completing, "/c") == ["/checkin", "/cohort create", "/showcase"]
    assert await labels(completing, "/create") == ["/cohort create"]
    assert await labels(completing, "/cohort_cr") == ["/cohort create"]


async def test_plain_text_is_left_in_peace(completing: Completing) -> None:
    assert await labels(completing, "hello /") == []


async def test_after_a_command_its_arguments_come_with_their_labels(completing: Completing) -> None:
    found = await completing.after("/checkin ", world.member("Ada"), world.room("study-hall"))
    assert [(each.label, each.hint, each.group) for each in found] == [
        ("note:", "What you did", "Optional"),
        ("minutes:", "How long", "Optional"),
        ("day:", "Which day", "Optional"),
    ]


async def test_what_was_given_is_not_offered_again(completing: Completing) -> None:
    assert await labels(completing, "/checkin minutes:30 ") == ["note:", "day:"]
    assert await lines(completing, "/checkin minutes:30 d") == ["/checkin minutes:30 day:"]


async def test_a_list_is_searched_as_one_types(completing: Completing) -> None:
    assert await lines(completing, "/cohort create curriculum:12") == [
        "/cohort create curriculum:py-backend-12w "
    ]
    assert await labels(completing, "/cohort create curriculum:") == [
        "20 days of Python back end",
        "12 weeks of Python back end",
    ]


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("/cohort create mentor:Z", ["/cohort create mentor:Zoë "]),
        ("/cohort create mentor:@br", ["/cohort create mentor:Bruno "]),
        ("/cohort create channel:#n", ["/cohort create channel:night-owls "]),
        ("/cohort create listed:y", ["/cohort create listed:yes "]),
        ("/cohort create start:", ["/cohort create start:2027-01-04 "]),
        ('/cohort create name:"Winter', []),
    ],
)
async def test_values_are_offered_where_they_are_known(
    completing: Completing, line: str, completed: list[str]
) -> None:
    assert await lines(completing, line) == completed
