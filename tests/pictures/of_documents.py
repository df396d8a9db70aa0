"""Makes every picture of the documents anew: `python -m tests.pictures.of_documents`.

The cards are drawn, the conversations are taken of the playground's page, which wants Chromium.
"""

import asyncio
from pathlib import Path

from tests.pictures.camera import photographed
from tests.pictures.gallery import drawn

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
CARDS = ("progress", "cohort", "certificate")


def main() -> None:
    """Writes them where the documents look for them."""
    cards = drawn()
    made = {name: cards[name] for name in CARDS} | asyncio.run(photographed())
    for name, png in made.items():
        (FOLDER / f"{name}.png").write_bytes(png)


if __name__ == "__main__":
    main()
