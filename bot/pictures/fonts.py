"""Which of the bundled fonts draws which character. `tests/pictures/cut_fonts.py` cut them from Noto."""

from bisect import bisect_right
from functools import lru_cache
from importlib.resources import as_file, files

from PIL import ImageFont, features

LATIN, BOLD, EMOJI = "NotoSans-Regular", "NotoSans-Bold", "NotoEmoji-Medium"
_FOLDER = files("bot.pictures").joinpath("fonts")
_WITHOUT_SHAPING = (
    "NotoSans-",
    "NotoSansCJK",
    "NotoEmoji",
    "NotoSansThai",
    "NotoSansGeorgian",
    "NotoSansArm",
)


@lru_cache(maxsize=1)
def is_shaping() -> bool:
    """Whether letters can be joined and set from right to left; it takes FriBiDi on this machine."""
    return bool(features.check("raqm"))


@lru_cache(maxsize=128)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A font at a size in pixels."""
    layout = ImageFont.Layout.RAQM if is_shaping() else ImageFont.Layout.BASIC
    with as_file(_FOLDER.joinpath(f"{name}.{'otf' if 'CJK' in name else 'ttf'}")) as path:
        return ImageFont.truetype(str(path), size, layout_engine=layout)


@lru_cache(maxsize=4096)
def font_for(character: str) -> str:
    """The name of the font that has the character; empty when none has, or none can set it well."""
    for name in _coverage():
        if has(name, character):
            return name if is_shaping() or name.startswith(_WITHOUT_SHAPING) else ""
    return ""


def has(name: str, character: str) -> bool:
    """Whether a font has the character."""
    starts, ends = _coverage()[name]
    at = bisect_right(starts, ord(character)) - 1
    return at >= 0 and ord(character) <= ends[at]


@lru_cache(maxsize=1)
def _coverage() -> dict[str, tuple[list[int], list[int]]]:
    """Of each font the beginnings and ends of its ranges of characters, in the order of preference."""
    found = {}
    for line in _FOLDER.joinpath("coverage.txt").read_text("ascii").splitlines():
        name, *ranges = line.split()
        ends = [[int(end, 16) for end in (each.split("-") * 2)[:2]] for each in ranges]
        found[name] = [first for first, _ in ends], [last for _, last in ends]
    return found
