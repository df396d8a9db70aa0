"""The pictures: every kind of day can be told, every name is drawn, both themes are the same picture."""

import asyncio
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from bot.pictures import fonts
from bot.pictures.cells import Cell, shape
from bot.pictures.certificate import draw_certificate
from bot.pictures.cohort_card import draw_cohort_card
from bot.pictures.ink import Ink, on_dark, shades
from bot.pictures.letters import line
from bot.pictures.member_card import draw_member_card
from bot.pictures.studio import Studio
from bot.pictures.weeks import weeks_between
from tests.pictures.gallery import ARABIC, CHINESE, EMOJI, HINDI, SIXTY
from tests.pictures.sample_cards import MONDAY, certificate, cohort_card, member_card


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


def inked(png: bytes) -> Image.Image:
    """The picture as palette indexes."""
    image = opened(png)
    return Image.frombytes("L", image.size, image.tobytes())


def test_each_kind_of_day_has_a_shape_of_its_own_apart_from_its_colour() -> None:
    solid = {cell: shape(cell, 24).point(lambda index: 255 if index else 0) for cell in Cell}
    alike = {
        (one, other)
        for one in Cell
        for other in Cell
        if one.value < other.value and ImageChops.difference(solid[one], solid[other]).getbbox() is None
    }
    assert alike == set()


@pytest.mark.parametrize("days", [(1, 0), (1, 19), (62, 1), (360, 0)])
def test_a_card_holds_any_number_of_days(days: tuple[int, int]) -> None:
    image = opened(draw_member_card(member_card("Ana", *days)))
    assert (image.format, image.mode, image.width) == ("PNG", "P", 960)
    assert image.height < 900


def test_590_days_stand_in_two_bands_and_ten_years_are_cut_at_their_beginning() -> None:
    assert opened(draw_member_card(member_card("Ana", 590, everyday=True))).height < 900
    long = weeks_between(MONDAY, MONDAY.replace(year=2037), 856)
    assert (long.bands, long.count) == (4, 212)
    assert long.last == MONDAY.replace(year=2037)


@pytest.mark.parametrize("name", ["Ana", ARABIC, HINDI, CHINESE, EMOJI, SIXTY, "ไทย", "ქართული", "\u1303 😀"])
def test_a_name_in_any_script_is_drawn_within_the_card(name: str) -> None:
    written = inked(draw_member_card(member_card(name, 5))).crop((0, 0, 960, 90))
    left, _, right, _ = written.getbbox() or (0, 0, 0, 0)
    assert 40 <= left < right <= 960 - 40


def test_a_name_of_sixty_letters_is_set_smaller_and_a_longer_one_shortened() -> None:
    assert not line(SIXTY, 27, bold=True, most=2000).text.endswith("\N{HORIZONTAL ELLIPSIS}")
    cut = line(SIXTY * 2, 27, bold=True, most=872)
    assert cut.text.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert cut.width <= 872


def test_a_letter_is_never_cut_from_its_marks() -> None:
    for room in range(40, 400, 7):
        kept = line(HINDI * 3, 30, most=room).text.removesuffix("\N{HORIZONTAL ELLIPSIS}")
        assert (HINDI * 3).startswith(kept.rstrip())


def test_what_no_font_has_is_left_out() -> None:
    assert line("a\N{TIBETAN LETTER KA}b", 20).width == line("ab", 20).width
    assert line("\N{TIBETAN LETTER KA}", 20).runs == ()


def test_without_shaping_only_scripts_that_need_none_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "is_shaping", lambda: False)
    fonts.font_for.cache_clear()
    try:
        assert [fonts.font_for(each) for each in "aم王ह"] == [fonts.LATIN, "", "NotoSansCJK-Regular", ""]
    finally:
        fonts.font_for.cache_clear()


@pytest.mark.skipif(not fonts.is_shaping(), reason="there is no FriBiDi on this machine")
def test_arabic_letters_are_joined_and_stand_from_right_to_left() -> None:
    joined, apart = "محمد", "\N{ZERO WIDTH NON-JOINER}".join("محمد")
    assert line(joined, 40).width != line(apart, 40).width
    assert [run.text.strip() for run in line(ARABIC, 40).runs] == ["Ali 42", "محمد بن عبد الله"]


def test_light_and_dark_differ_in_nothing_but_the_palette() -> None:
    light = draw_member_card(member_card("Ana", 30, 5))
    dark = on_dark(light)
    assert inked(light).tobytes() == inked(dark).tobytes()
    assert opened(light).getpalette() != opened(dark).getpalette()
    assert len(light) == len(dark)


@pytest.mark.parametrize("theme", [lambda png: png, on_dark])
def test_what_must_be_read_stands_out_from_the_ground(theme: object) -> None:
    palette = opened(theme(draw_member_card(member_card("Ana", 5)))).getpalette()  # type: ignore[operator]
    assert palette is not None
    colours = [tuple(palette[at : at + 3]) for at in range(0, len(palette), 3)]
    for ink in (Ink.TEXT, Ink.MUTED, Ink.DONE, Ink.LATE, Ink.FROZEN):
        wanted = 4.5 if ink in {Ink.TEXT, Ink.MUTED} else 3.0
        assert contrast(colours[0], colours[shades(ink)[255]]) >= wanted, ink


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The ratio of WCAG 2.2."""
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour: tuple[int, ...]) -> float:
    parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_the_same_card_is_the_same_file() -> None:
    assert draw_member_card(member_card("Ana", 30)) == draw_member_card(member_card("Ana", 30))


def test_a_cohort_and_a_certificate_are_drawn() -> None:
    assert opened(draw_cohort_card(cohort_card("Winter", 10, 10))).width == 960
    assert opened(draw_certificate(certificate(ARABIC))).size == (1200, 850)


async def test_pictures_are_drawn_one_after_the_other_beside_the_loop() -> None:
    studio = Studio()
    drawn = await asyncio.gather(
        *(studio.drawn(lambda: draw_member_card(member_card("Ana", 30))) for _ in range(3))
    )
    assert len({each.light for each in drawn}) == 1
    assert drawn[0].dark == on_dark(drawn[0].light)
