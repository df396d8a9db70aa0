"""The short form: a few cohorts for some months. The long one is `python -m tests.virtual_years`."""

from pathlib import Path

from tests.virtual_years.life import lived


async def test_every_occurrence_comes_to_one_right_end_whatever_happens_to_the_machine(
    tmp_path: Path,
) -> None:
    books = await lived(tmp_path, how_many=6, days=40, seed=1)
    assert books.wrong == ()
    assert books.sent > books.skipped > 0
    assert books.outages
