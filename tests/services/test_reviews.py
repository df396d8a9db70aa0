"""Reviews through the real services: whose turn it is, what they come to, and who is told."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import Conflict, Invalid, NotFound
from bot.domain.reviewing import Decision
from bot.interface.platform import SlowDown, Unclear
from bot.services.joining import Joining
from bot.services.own_data import OwnDataDesk
from bot.services.people import People, Wishes
from bot.services.project_facts import Decided, NothingToReview, ToReview
from bot.services.reviews import Answers
from tests.services.cohort_of import at, cohort_of
from tests.services.review_circle import FINE, LINK, NOT_YET, Circle, review_circle


@pytest.fixture
async def circle(tmp_path: Path) -> AsyncIterator[Circle]:
    """Ada, Bruno, Chiara and Devika."""
    async with review_circle(tmp_path, "Ada", "Bruno", "Chiara", "Devika") as opened:
        yield opened


async def test_two_others_are_asked_and_never_the_author(circle: Circle) -> None:
    for who in circle.members:
        await circle.submits(who, "Mon1 20:00")
    asked = Counter(await circle.asked())
    assert asked.total() == 8
    assert set(asked.values()) <= {1, 2, 3}
    for who in circle.members:
        waiting = await circle.club.reviews.titles(circle.club.says(who, "Mon1 20:00"))
        assert [name for _, name in waiting.values()].count(who.name) == 1  # their own, last


async def test_who_rests_is_not_asked(circle: Circle) -> None:
    bruno = circle.members[1]
    await circle.club.pauses.pause(
        circle.club.says(bruno, "Mon1 08:00"), at("Mon1 09:00").date(), at("Fri1 09:00").date(), ""
    )
    await circle.submits(circle.ada, "Tue1 20:00")
    assert await circle.asked() == ["Chiara", "Devika"]


async def test_who_wants_to_review_nothing_is_not_asked_and_what_they_had_is_passed_on(
    circle: Circle,
) -> None:
    people, (ada, bruno, chiara, _) = People(circle.club.database), circle.members
    await people.change_settings(circle.club.says(bruno, "Mon1 08:00"), Wishes(reviews=False))
    await circle.submits(ada, "Mon1 20:00")
    assert await circle.asked() == ["Chiara", "Devika"]
    await people.change_settings(circle.club.says(chiara, "Mon1 21:00"), Wishes(reviews=False))
    await people.change_settings(circle.club.says(bruno, "Mon1 21:00"), Wishes(reviews=True))
    assert [name for name, _ in await circle.told("Mon1 21:01")] == ["Devika"]
    assert await circle.turns.pass_on() == 1
    assert await circle.asked() == ["Devika", "Bruno"]


async def test_after_72_hours_without_a_review_somebody_else_is_asked(circle: Circle) -> None:
    await circle.submits(circle.ada, "Mon1 20:00")
    assert await circle.asked() == ["Bruno", "Chiara"]
    await circle.gives(circle.members[2], "Tue1 20:00")
    circle.club.clock.at = at("Thu1 19:59")
    assert await circle.turns.pass_on() == 0
    circle.club.clock.at = at("Thu1 20:00")
    assert await circle.turns.pass_on() == 1
    assert await circle.asked() == ["Devika"]
    assert await circle.turns.pass_on() == 0
    with pytest.raises(Conflict, match="review_over"):
        await circle.gives(circle.members[1], "Thu1 21:00", FINE, "1")
    circle.club.clock.at = at("Mon2 20:00")
    assert await circle.turns.pass_on() == 0  # nobody else is left, so it stays with Devika
    await circle.gives(circle.members[3], "Mon2 21:00")
    shown = await circle.club.reviews.shown(circle.club.says(circle.ada, "Mon2 22:00"))
    assert isinstance(shown, Decided)
    assert shown.piece.decision is Decision.ACCEPTED


async def test_who_has_left_is_replaced_at_once(circle: Circle) -> None:
    await circle.submits(circle.ada, "Mon1 20:00")
    await circle.goes(circle.members[1], "Mon1 21:00")
    circle.club.clock.at = at("Mon1 22:00")
    assert await circle.turns.pass_on() == 1
    assert await circle.asked() == ["Chiara", "Devika"]


async def test_who_is_alone_waits_for_the_first_who_joins(tmp_path: Path) -> None:
    async with cohort_of(tmp_path) as club:
        circle = Circle(club, [await club.member("Ada")])
        assert (await circle.submits(circle.ada, "Mon1 20:00")).piece.waiting == 0
        assert await circle.turns.pass_on() == 0
        circle.members.append(await club.member("Bruno"))
        assert await circle.turns.pass_on() == 1
        assert await circle.asked() == ["Bruno"]


async def test_who_wished_for_changes_looks_at_the_next_version(circle: Circle) -> None:
    bruno, chiara = circle.members[1], circle.members[2]
    await circle.submits(circle.ada, "Mon1 20:00")
    await circle.gives(bruno, "Mon1 21:00", NOT_YET)
    await circle.submits(circle.ada, "Tue1 20:00")
    assert sorted(await circle.asked()) == ["Bruno", "Chiara"]
    shown = await circle.club.reviews.shown(circle.club.says(chiara, "Tue1 20:30"), "1")
    assert isinstance(shown, ToReview)
    assert shown.piece.versions == 2
    await circle.gives(chiara, "Tue1 21:00")
    await circle.submits(circle.ada, "Wed1 20:00")
    assert await circle.asked() == ["Bruno"]
    await circle.gives(bruno, "Wed1 21:00")
    again = await circle.submits(circle.ada, "Thu1 20:00")
    assert (again.piece.decision, again.piece.waiting) == (Decision.ACCEPTED, 0)


async def test_a_review_wants_both_answers_and_a_suggestion_where_one_is_no(
    circle: Circle,
) -> None:
    await circle.submits(circle.ada, "Mon1 20:00")
    bruno = circle.members[1]
    for said, code in (
        (Answers(works=True), "review_incomplete"),
        (Answers(suggestion="More tests."), "review_incomplete"),
        (Answers(works=False, clear=True), "review_suggestion"),
    ):
        with pytest.raises(Invalid, match=code):
            await circle.gives(bruno, "Mon1 21:00", said)
    await circle.gives(bruno, "Mon1 21:00")
    with pytest.raises(NotFound, match="nothing_to_review"):
        await circle.gives(bruno, "Mon1 22:00")


async def test_nobody_sees_or_reviews_what_was_not_given_to_them(circle: Circle) -> None:
    await circle.submits(circle.ada, "Mon1 20:00")
    devika = circle.members[3]
    assert isinstance(
        await circle.club.reviews.shown(circle.club.says(devika, "Mon1 21:00")), NothingToReview
    )
    for wanted in ("1", "2", "99999999999"):
        with pytest.raises(NotFound, match="no_such_submission"):
            await circle.gives(devika, "Mon1 21:00", FINE, wanted)
    with pytest.raises(NotFound, match="nothing_to_review"):
        await circle.gives(circle.ada, "Mon1 21:00")


async def test_each_is_told_once_at_a_decent_hour_and_at_most_once_a_day(circle: Circle) -> None:
    await circle.submits(circle.ada, "Mon1 23:00")
    assert await circle.told("Mon1 23:01") == []
    told = await circle.told("Tue1 08:00")
    assert [name for name, _ in told] == ["Bruno", "Chiara"]
    assert all("The shop, Ada" in said for _, said in told)
    assert await circle.told("Tue1 08:01") == []
    await circle.submits(circle.members[3], "Tue1 09:00")
    assert [name for name, _ in await circle.told("Tue1 09:01")] == ["Ada"]
    await circle.gives(circle.members[1], "Tue1 10:00", NOT_YET)
    assert await circle.told("Tue1 10:01") == []  # Ada has heard from us today
    (ada,) = [said for name, said in await circle.told("Wed1 08:00") if name == "Ada"]
    assert "Was reviewed" in ada
    assert "The shop, Bruno" in ada


async def test_what_the_week_has_no_room_for_waits_and_comes_all_at_once(circle: Circle) -> None:
    ada, _, _, devika = circle.members
    for evening in ("Mon1", "Tue1", "Wed1"):
        await circle.submits(ada, f"{evening} 20:00")
        for reviewer in circle.members[1:3]:
            await circle.gives(reviewer, f"{evening} 21:00", NOT_YET)
        assert [name for name, _ in await circle.told(f"{evening} 21:01")] == ["Ada"]
    await circle.submits(devika, "Thu1 20:00")
    await circle.submits(devika, "Thu1 20:01", "blog")
    assert "Ada" not in [name for name, _ in await circle.told("Thu1 20:02")]
    for moment in ("Fri1 08:00", "Sat1 08:00", "Sun1 08:00", "Mon2 08:00"):
        assert await circle.told(moment) == []
    [(name, said)] = await circle.told("Tue2 08:00")
    assert name == "Ada"
    assert ("The shop, Devika" in said) + ("The blog, Devika" in said) >= 1


async def test_nobody_is_told_what_they_have_seen(circle: Circle) -> None:
    await circle.submits(circle.ada, "Mon1 23:00")
    await circle.club.reviews.shown(circle.club.says(circle.members[1], "Mon1 23:10"))
    assert [name for name, _ in await circle.told("Tue1 08:00")] == ["Chiara"]
    await circle.gives(circle.members[1], "Tue1 09:00")
    await circle.club.reviews.shown(circle.club.says(circle.ada, "Tue1 09:10"))
    assert await circle.told("Tue1 09:11") == []


async def test_what_did_not_arrive_is_told_another_day_and_what_may_have_is_not(circle: Circle) -> None:
    await circle.submits(circle.ada, "Mon1 20:00")
    circle.platform.telling = lambda: SlowDown(timedelta(hours=3))
    assert await circle.told("Mon1 20:01") == []
    circle.platform.telling = Unclear
    assert await circle.told("Tue1 08:00") == []
    circle.platform.telling = None
    assert await circle.told("Wed1 08:00") == []
    assert circle.platform.asked == [("tell", who) for who in ("bruno", "chiara") * 2]


async def test_who_cannot_be_reached_is_tried_again_when_they_can(circle: Circle) -> None:
    await circle.submits(circle.ada, "Mon1 20:00")
    circle.platform.private_is_closed = True
    await circle.told("Mon1 20:01")
    circle.platform.private_is_closed = False
    assert await circle.told("Tue1 20:01") == []
    bruno = circle.club.says(circle.members[1], "Tue1 20:02")
    await People(circle.club.database).change_settings(bruno, Wishes(nudges=3))
    assert [name for name, _ in await circle.told("Wed1 08:00")] == ["Bruno"]


async def test_after_three_unanswered_there_is_silence_until_somebody_looks(circle: Circle) -> None:
    ada, bruno, chiara, devika = circle.members
    await circle.submits(ada, "Mon1 12:00")
    told = []
    for who, evening in ((bruno, "Mon1"), (chiara, "Tue1")):
        await circle.gives(who, f"{evening} 20:00")
        told += await circle.told(f"{evening} 20:01")
    await circle.submits(devika, "Wed1 20:00")
    told += await circle.told("Wed1 20:01")
    said = [words for name, words in told if name == "Ada"]
    assert ["This was my last message for now" in each for each in said] == [False, False, True]
    await circle.submits(bruno, "Thu2 12:00")
    assert "Ada" not in dict(await circle.told("Thu2 12:01"))
    await circle.club.reviews.shown(circle.club.says(ada, "Thu2 13:00"))
    assert "The shop, Bruno" in dict(await circle.told("Fri2 08:00"))["Ada"]


async def test_own_data_holds_projects_and_reviews_and_forgetting_takes_them_along(circle: Circle) -> None:
    desk = OwnDataDesk(circle.club.database, b"secret")
    await circle.submits(circle.ada, "Mon1 20:00")
    await circle.gives(circle.members[1], "Mon1 21:00", NOT_YET)
    data = (await desk.export(circle.ada)).decode()
    assert LINK in data
    assert "Say how it is started." in data
    assert (await desk.kept(circle.ada)).submissions == 1
    assert (await desk.kept(circle.members[1])).reviews == 1
    await desk.forget(circle.club.says(circle.ada, "Mon1 22:00"))
    assert await circle.asked() == []


async def test_what_a_forgotten_reviewer_leaves_is_given_to_somebody_else(circle: Circle) -> None:
    await circle.submits(circle.ada, "Mon1 20:00")
    for who in circle.members[1:3]:
        await OwnDataDesk(circle.club.database, b"secret").forget(circle.club.says(who, "Mon1 21:00"))
    assert await circle.turns.pass_on() == 1
    assert await circle.asked() == ["Devika"]


async def test_what_somebody_handed_in_goes_thirty_days_after_they_left(circle: Circle) -> None:
    await circle.submits(circle.ada, "Mon1 20:00")
    await circle.goes(circle.ada, "Mon1 21:00")
    await Joining(circle.club.database).forget_departed(at("Mon1 21:00") + timedelta(days=31))
    data = (await OwnDataDesk(circle.club.database, b"secret").export(circle.ada)).decode()
    assert LINK not in data
    assert await circle.asked() == []
