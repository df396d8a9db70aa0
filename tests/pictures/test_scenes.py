"""What the documents show of conversations is still said, and each of them shows its own."""

from pathlib import Path

import pytest

from bot.platforms.playground.text import lines_of
from tests.pictures.scenes import SCENES, ZONE, stage

DOCUMENTS = Path(__file__).parents[2] / "docs"
WIDE = 1000


@pytest.mark.parametrize("name", SCENES)
async def test_a_scene_ends_with_what_its_picture_shows(name: str) -> None:
    async with stage() as scene:
        view = await SCENES[name](scene)
        newest = (await scene.house.playground.messages(view.room))[-1]
        said = lines_of(newest.blocks, newest.buttons, ZONE, scene.house.timepiece.now(), WIDE)
    assert view.words in "\n".join(said)


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_shown_on_the_page_of_its_feature(name: str) -> None:
    assert f"](pictures/{name}.png)" in (DOCUMENTS / f"{name}.md").read_text(encoding="utf-8")
