from pathlib import Path
from typing import Any

import discord
import pytest
from conftest import Open
from simulated_discord import Json, staged
from small_class import SmallClass

from bot.clock import SystemClock
from bot.core import Core
from bot.platforms.discord.platform import DiscordPlatform
from bot.platforms.discord.publishing import Publishing
from storage.database import Database

ADMINS = str(discord.Permissions(manage_guild=True).value)


async def _payload(school: SmallClass, directory: Path, guild_id: int | None = None) -> dict[str, Json]:
    platform = DiscordPlatform(
        school,
        school.buttons,
        "a token",
        api_url=None,
        guild_id=guild_id,
        shards=None,
        directory=directory,
        now=SystemClock().now,
    )
    tree = platform.open().tree
    return {command["name"]: command for command in await Publishing(tree, directory, guild_id).payload()}


async def test_every_kind_of_argument_is_an_option_of_its_own_kind(tmp_path: Path) -> None:
    payload = await _payload(SmallClass(), tmp_path)
    everything = next(each for each in payload["cohort"]["options"] if each["name"] == "everything")
    options = {
        option.pop("name"): {key: value for key, value in option.items() if key != "description"}
        for option in everything["options"]
    }
    assert options == {
        "which": {"type": 3, "required": True, "autocomplete": True, "max_length": 100},
        "word": {"type": 3, "required": True, "max_length": 20},
        "zone": {"type": 3, "required": False, "autocomplete": True, "max_length": 100},
        "number": {"type": 4, "required": False, "min_value": 1, "max_value": 9},
        "from": {"type": 3, "required": False, "max_length": 40},
        "at": {"type": 3, "required": False, "max_length": 40},
        "who": {"type": 6, "required": False},
        "where": {"type": 7, "required": False, "channel_types": [0, 5, 15, 11, 12]},
        "file": {"type": 11, "required": False},
        "sure": {"type": 5, "required": False},
    }


async def test_members_have_their_commands_everywhere_and_admins_theirs_in_servers(tmp_path: Path) -> None:
    payload = await _payload(SmallClass(), tmp_path)
    assert payload["checkin"]["default_member_permissions"] is None
    assert payload["checkin"]["contexts"] == [0, 1]
    assert payload["checkin"]["integration_types"] == [0, 1]
    assert str(payload["cohort"]["default_member_permissions"]) == ADMINS
    assert payload["cohort"]["contexts"] == [0]
    assert payload["cohort"]["integration_types"] == [0]
    assert {payload["Count as my check-in"]["type"], payload["Show progress"]["type"]} == {2, 3}


async def test_names_stay_english_and_descriptions_follow_the_reader(tmp_path: Path) -> None:
    checkin = (await _payload(SmallClass(), tmp_path))["checkin"]
    minutes = next(option for option in checkin["options"] if option["name"] == "minutes")
    assert checkin["description_localizations"] == {"de": "Heute zählen"}
    assert checkin["name_localizations"] == {}
    assert minutes["description_localizations"] == {"de": "Wie lange"}
    assert "name_localizations" not in minutes


async def test_one_server_alone_is_told_what_is_valid_there(tmp_path: Path) -> None:
    payload = await _payload(SmallClass(), tmp_path, guild_id=7)
    assert not {"contexts", "integration_types", "dm_permission"} & payload["cohort"].keys()


async def test_commands_are_made_known_once_and_again_only_when_they_change(
    open_stage: Open, tmp_path: Path
) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        await stage.restart()
        assert len(stage.sent("PUT", "/commands")) == 1
        school.words["de"]["Who leads"] = "Wer führt"
        await stage.restart()
        assert len(stage.sent("PUT", "/commands")) == 2
    async with staged(school, school.buttons, tmp_path / "another") as stage:
        assert len(stage.sent("PUT", "/commands")) == 1


async def test_commands_that_discord_does_not_take_keep_nobody_from_pressing(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        school.words["de"]["Who leads"] = "Wer führt"
        stage.env.inject_error("PUT", "/applications/*", status=400, code=50035)
        await stage.restart()
        await stage.restart()
        assert len(stage.sent("PUT", "/commands")) == 3


async def test_the_real_catalogue_fits_into_discord(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path}/study.db", backups=tmp_path)
    core = Core(database, SystemClock(), b"a secret", tmp_path)
    school: Any = core.dispatcher
    school.buttons = core.buttons
    payload = await _payload(school, tmp_path)
    await database.close()
    assert sum(command["type"] == 1 for command in payload.values()) <= 100
    assert all(_counted(command) <= 8_000 for command in payload.values())
    for command in payload.values():
        for each in (command, *_walk(command.get("options", []))):
            assert len(each["name"]) <= 32
            assert each.get("type") in (2, 3) or 1 <= len(each["description"]) <= 100
            assert len(each.get("options", [])) <= 25


@pytest.mark.parametrize("who", ["member", "admin"])
async def test_only_admins_are_offered_the_commands_of_admins(open_stage: Open, who: str) -> None:
    async with open_stage(SmallClass()) as stage:
        person = stage.member() if who == "member" else stage.admin()
        offered = person.available_commands(stage.general)
        assert "checkin" in offered
        assert ("cohort tell" in offered) is (who == "admin")


def _walk(options: list[Json]) -> list[Json]:
    return [found for option in options for found in (option, *_walk(option.get("options", [])))]


def _counted(part: dict[str, Any]) -> int:
    """The characters that Discord counts: names, descriptions (each in its longest language) and values."""
    own = len(part["name"]) + len(str(part.get("value", "")))
    told = [part.get("description", ""), *(part.get("description_localizations") or {}).values()]
    below = (*part.get("options", ()), *part.get("choices", ()))
    return own + max(len(text) for text in told) + sum(_counted(each) for each in below)
