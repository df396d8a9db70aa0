"""The short form: a few cohorts for some months. The long one is `python -m tests.virtual_years`."""

from pathlib import Path

import pytest

from tests.virtual_years.life import lived


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_occurrence_comes_to_one_right_end_whatever_happens_to_the_machine(
    tmp_path: Path, seed: int
) -> None:
    books = await lived(tmp_path, how_many=6, days=40, seed=seed)
    assert books.wrong == ()
    assert books.sent > books.skipped > 0
    assert books.outages
