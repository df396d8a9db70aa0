"""Cuts the fonts of `bot/pictures/fonts` from Noto: `python tests/pictures/cut_fonts.py FOLDER`.

Needs fonttools, which is no requirement of this project. FOLDER holds Noto's variable fonts
(`NotoSans[wght].ttf` and so on) and `NotoSansCJK-Regular.ttc`. Only the weights, characters and tables that
the pictures use are kept.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter, save_font
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).parents[2] / "bot" / "pictures" / "fonts"
SCRIPTS = (
    *(
        "Arabic",
        "Armenian",
        "Bengali",
        "Devanagari",
        "Ethiopic",
        "Georgian",
        "Gujarati",
        "Gurmukhi",
        "Hebrew",
    ),
    *("Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Sinhala", "Tamil", "Telugu", "Thai"),
)
LATIN = ((0x20, 0x7E), (0xA0, 0x52F), (0x1E00, 0x206F), (0x20A0, 0x20BF), (0x2113, 0x2122), (0x2190, 0x2193))
OF_A_SCRIPT = ((0x20, 0x20), (0x2D, 0x2E), (0x30, 0x39), (0x80, 0xFFFF))
ARABIC = ((0x20, 0x20), (0x30, 0x39), (0x600, 0x77F), (0x8A0, 0x8FF), (0x200B, 0x200F), (0x25CC, 0x25CC))
CJK = ((0x3000, 0x303F), (0x3040, 0x30FF), (0x3131, 0x318E), (0xFF01, 0xFF5E))
TWO_BYTES = (
    ("gb2312", (0xB0, 0xF7), (0xA1, 0xFE)),
    ("big5", (0xA4, 0xC6), (0x40, 0xFE)),
    ("euc_jp", (0xB0, 0xCF), (0xA1, 0xFE)),
    ("euc_kr", (0xB0, 0xC8), (0xA1, 0xFE)),
)
"""The characters in common use, as the national standards list them."""

Ranges = Iterable[tuple[int, int]]


def points(ranges: Ranges) -> set[int]:
    return {point for first, last in ranges for point in range(first, last + 1)}


def common_cjk() -> set[int]:
    found = points(CJK)
    for codec, leads, trails in TWO_BYTES:
        for lead in range(leads[0], leads[1] + 1):
            for trail in range(trails[0], trails[1] + 1):
                found |= {ord(each) for each in bytes((lead, trail)).decode(codec, errors="ignore")}
    return found


def cut(font: TTFont, name: str, kept: set[int], features: tuple[str, ...] = ("*",)) -> None:
    options = Options(hinting=False, glyph_names=False, notdef_outline=True, layout_features=list(features))
    options.drop_tables += ["BASE", "STAT", "VORG", "gasp", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=kept)
    subsetter.subset(font)
    save_font(font, str(FONTS / name), options)


def at_weight(source: Path, weight: int) -> TTFont:
    font = TTFont(source)
    axes = {axis.axisTag: 100 for axis in font["fvar"].axes}
    return instantiateVariableFont(font, axes | {"wght": weight})


def coverage(name: str) -> str:
    ranges: list[list[int]] = []
    for point in sorted(TTFont(next(FONTS.glob(f"{name}.?tf"))).getBestCmap()):
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return " ".join([name, *(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in ranges)])


def main(folder: Path) -> None:
    latin = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")
    for name, weight in (("Regular", 400), ("Bold", 700)):
        cut(at_weight(folder / "NotoSans[wght].ttf", weight), f"NotoSans-{name}.ttf", points(LATIN), latin)
    for script in SCRIPTS:
        kept = points(ARABIC if script == "Arabic" else OF_A_SCRIPT)
        cut(at_weight(folder / f"NotoSans{script}[wght].ttf", 500), f"NotoSans{script}-Medium.ttf", kept)
    emoji = at_weight(folder / "NotoEmoji[wght].ttf", 500)
    alone = {point for point in emoji.getBestCmap() if point > 0x7F} - points([(0x1F3FB, 0x1F3FF)])
    cut(emoji, "NotoEmoji-Medium.ttf", alone - {0x200D, 0x20E3, 0xFE0F}, ())
    chinese = TTFont(folder / "NotoSansCJK-Regular.ttc", fontNumber=2)
    cut(chinese, "NotoSansCJK-Regular.otf", common_cjk(), ("ccmp", "kern"))
    scripts = [f"NotoSans{script}-Medium" for script in SCRIPTS]
    order = ["NotoSans-Regular", *scripts, "NotoSansCJK-Regular", "NotoEmoji-Medium"]
    (FONTS / "coverage.txt").write_text("\n".join(map(coverage, order)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
