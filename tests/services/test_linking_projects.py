"""Two accounts as one person: their projects, and the reviews that they were asked for."""

from pathlib import Path

from bot.services.reviews import Answers
from tests.services.cohort_of import at, cohort_of
from tests.services.test_linking import HERE, THERE, pair_in


async def test_projects_and_reviews_go_along_and_come_back(tmp_path: Path) -> None:
    async with cohort_of(tmp_path, blocks={"shop": "Thu1-Fri1"}) as club:
        pair = await pair_in(club)
        bruno = await club.member("Bruno")
        await club.projects.submit(pair.says(HERE, "Mon1 10:00"), "", "shop", "https://example.org/a", "")
        await club.projects.submit(pair.says(THERE, "Mon1 11:00"), "", "blog", "https://example.org/b", "")
        await club.projects.submit(club.says(bruno, "Mon1 12:00"), "", "shop", "https://example.org/c", "")
        own = {HERE: await pair.kept(pair.here), THERE: await pair.kept(pair.there)}
        await pair.link("Mon1 13:00")
        shown = await club.projects.portfolio(pair.says(THERE, "Mon1 13:01"), "")
        assert [piece.title for piece in shown.pieces] == ["The shop", "The blog"]
        assert [piece.waiting for piece in shown.pieces] == [1, 1]  # nobody reviews their own
        waiting = await club.reviews.titles(pair.says(HERE, "Mon1 13:02"))
        assert [name for _, name in waiting.values()].count("Bruno") == 1
        receipt = await club.standings.why(pair.says(THERE, "Sat1 12:00"), "")
        assert [line.status.value for line in receipt.lines[1:3]] == ["credited", "credited"]
        await club.reviews.give(pair.says(THERE, "Sat1 12:01"), "", Answers(works=True, clear=True))
        await pair.unlink("Sat1 13:00")
        for platform, asker in ((HERE, pair.here), (THERE, pair.there)):
            assert (await pair.kept(asker))["submissions"] == own[platform]["submissions"]
        assert [row["given_at"] for row in (await pair.kept(pair.there))["reviews"]] == [at("Sat1 12:01")]
