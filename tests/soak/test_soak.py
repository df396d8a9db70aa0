"""The short form of the soak: it does what it says, and keeps its count. The figures are the long one's."""

from pathlib import Path

from tests.soak.load import soak


async def test_everybody_checks_in_daily_and_every_cohort_posts_daily(tmp_path: Path) -> None:
    found = await soak(tmp_path, check_ins=240, posts=120)
    assert (found.check_ins, found.posts) == (240, 120)
    assert "loop lag" in found.table()
