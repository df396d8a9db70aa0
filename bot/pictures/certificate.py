"""A certificate as a picture: who has finished what, and the code by which anyone can check it."""

from dataclasses import dataclass

from PIL import Image

from bot.pictures.canvas import FULL, Canvas, Pen, smooth
from bot.pictures.ink import Ink
from bot.pictures.letters import Line, line
from bot.pictures.sheet import fitted

_WIDTH, _HEIGHT = 1200, 850
_ROOM = 980
_EDGE = 36
_SEAL = 120


@dataclass(frozen=True, slots=True)
class CertificatePicture:
    """What stands on it, line by line."""

    heading: str
    before: str
    name: str
    between: str
    curriculum: str
    cohort: str
    days: str
    code: str
    how_to_check: str


def draw_certificate(words: CertificatePicture) -> bytes:
    """The certificate as a PNG."""
    canvas = Canvas(_WIDTH, _HEIGHT)
    canvas.put((_EDGE, _EDGE), _border())
    canvas.put(((_WIDTH - _SEAL) // 2, 92), smooth((_SEAL, _SEAL), Ink.DONE, _seal))
    _centred(canvas, 278, line(words.heading, 30, bold=True, most=_ROOM), Ink.DONE)
    _centred(canvas, 336, line(words.before, 24, most=_ROOM), Ink.MUTED)
    _centred(canvas, 412, fitted(words.name, 58, 34, _ROOM), Ink.TEXT)
    canvas.rule(((_WIDTH - 420) // 2, 442), (420, 2))
    _centred(canvas, 496, line(words.between, 24, most=_ROOM), Ink.MUTED)
    _centred(canvas, 552, fitted(words.curriculum, 38, 26, _ROOM), Ink.TEXT)
    _centred(canvas, 598, line(words.cohort, 24, most=_ROOM), Ink.MUTED)
    _centred(canvas, 640, line(words.days, 24, most=_ROOM), Ink.TEXT)
    _centred(canvas, 726, line(words.code, 28, bold=True, most=_ROOM), Ink.TEXT)
    _centred(canvas, 764, line(words.how_to_check, 20, most=_ROOM), Ink.MUTED)
    return canvas.png()


def _centred(canvas: Canvas, baseline: int, words: Line, ink: Ink) -> None:
    canvas.write(((_WIDTH - words.width) / 2, baseline), words, ink)


def _border() -> Image.Image:
    return smooth((_WIDTH - 2 * _EDGE, _HEIGHT - 2 * _EDGE), Ink.DONE, _frame)


def _frame(pen: Pen, width: int, height: int) -> None:
    for inset, line_width in ((0, 12), (36, 4)):
        box = (inset, inset, width - 1 - inset, height - 1 - inset)
        pen.rounded_rectangle(box, 64 - inset, outline=FULL, width=line_width)


def _seal(pen: Pen, side: int, _: int) -> None:
    """A round seal with a tick."""
    pen.ellipse((0, 0, side - 1, side - 1), fill=FULL)
    pen.ellipse((side * 0.07, side * 0.07, side * 0.93, side * 0.93), outline=0, width=side // 40)
    tick = [(side * 0.28, side * 0.52), (side * 0.44, side * 0.68), (side * 0.73, side * 0.35)]
    pen.line(tick, fill=0, width=side // 11, joint="curve")
