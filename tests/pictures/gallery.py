"""Draws cards and certificates to look at: `python -m tests.pictures.gallery FOLDER`."""

import sys
from pathlib import Path

from bot.pictures.certificate import draw_certificate
from bot.pictures.cohort_card import draw_cohort_card
from bot.pictures.ink import on_dark
from bot.pictures.member_card import draw_member_card
from tests.pictures.sample_cards import certificate, cohort_card, member_card

ARABIC = "محمد بن عبد الله Ali 42"
HINDI = "अनिरुद्ध क्षत्रिय श्रीवास्तव"
CHINESE = "王小明 · 田中さくら · 김민준"
EMOJI = "Zoë 🚀🦊👩‍💻 ❤️ Ünal"
SIXTY = "Maximiliana Bartholomea von und zu Hohenstein-Wallerstein Th"


def drawn() -> dict[str, bytes]:
    return {
        "progress": draw_member_card(member_card("Ana Sommer", 42, 21)),
        "arabic-one-day": draw_member_card(member_card(ARABIC, 1, 19)),
        "hindi": draw_member_card(member_card(HINDI, 12, 8)),
        "chinese-590-days": draw_member_card(member_card(CHINESE, 590, everyday=True)),
        "emoji": draw_member_card(member_card(EMOJI, 360)),
        "sixty-letters": draw_member_card(member_card(SIXTY, 183, 30)),
        "cohort": draw_cohort_card(cohort_card("Winter 27", 42, 21)),
        "certificate": draw_certificate(certificate("Ana Sommer")),
        "certificate-arabic": draw_certificate(certificate("محمد بن عبد الله")),
    }


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, png in drawn().items():
        (folder / f"{name}.png").write_bytes(png)
        (folder / f"{name}-dark.png").write_bytes(on_dark(png))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
