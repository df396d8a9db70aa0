"""The import contracts hold anybody back who tries. That the tree itself keeps them is `make lint`'s part."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INTRUDERS = {
    "bot/services/upward.py": "import bot.commands",
    "bot/services/sentences.py": "import bot.messages",
    "bot/newcomer.py": "",
    "storage/upward.py": "import bot.domain",
    "curricula/sideways.py": "import storage",
    "bot/domain/reading.py": "import curricula",
    "bot/domain/waiting.py": "import asyncio",
    "bot/platforms/playground/shortcut.py": "import bot.services",
    "bot/platforms/discord/stranger.py": "import bot.platforms.telegram",
    "bot/commands/vendor.py": "import discord\nimport telegram",
    "bot/platforms/telegram/vendor.py": "import telegram",
    "bot/announcer_extra/timer.py": "import apscheduler.schedulers.asyncio",
    "bot/scheduler.py": "import apscheduler",
    "bot/services/rows.py": "import sqlalchemy.ext.asyncio",
    "bot/services/forgetting.py": "import fsrs",
    "bot/services/recall_schedule.py": "import fsrs",
    "bot/messages/painting.py": "import PIL.Image",
    "bot/pictures/upward.py": "import bot.domain",
    "bot/pictures/paint.py": "import PIL",
    "storage/rows.py": "import sqlalchemy\nimport aiosqlite",
}
HELD_BACK = [
    "bot.services.upward -> bot.commands",
    "bot.services.sentences -> bot.messages",
    "bot.newcomer",
    "storage.upward -> bot.domain",
    "curricula.sideways -> storage",
    "bot.domain.reading -> curricula",
    "bot.domain.waiting -> asyncio",
    "bot.platforms.playground.shortcut -> bot.services",
    "bot.platforms.discord.stranger -> bot.platforms.telegram",
    "bot.commands.vendor -> discord",
    "bot.commands.vendor -> telegram",
    "bot.announcer_extra.timer -> apscheduler",
    "bot.services.rows -> sqlalchemy",
    "bot.services.forgetting -> fsrs",
    "bot.messages.painting -> PIL",
    "bot.pictures.upward -> bot.domain",
]
LET_THROUGH = [
    "bot.platforms.telegram.vendor -> telegram",
    "bot.scheduler -> apscheduler",
    "bot.services.recall_schedule -> fsrs",
    "storage.rows -> sqlalchemy",
    "storage.rows -> aiosqlite",
    "bot.pictures.paint -> PIL",
]


@pytest.fixture(scope="module")
def complaint(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy of the tree with intruders in it."""
    copy = tmp_path_factory.mktemp("floors")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in ("bot", "curricula", "storage"):
        for source in (ROOT / package).rglob("*.py"):
            _write(copy / source.relative_to(ROOT), source.read_text(encoding="utf-8"))
    for name, text in INTRUDERS.items():
        _write(copy / name, text)
        _write((copy / name).parent / "__init__.py", "")
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"]
    told = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert told.returncode == 1, told.stdout + told.stderr
    return told.stdout


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("step", HELD_BACK)
def test_a_step_that_is_not_allowed_is_held_back(complaint: str, step: str) -> None:
    assert f"{step} (l." in complaint or f"- {step}\n" in complaint


@pytest.mark.parametrize("step", LET_THROUGH)
def test_the_one_door_is_open(complaint: str, step: str) -> None:
    assert step not in complaint


def test_every_contract_takes_part(complaint: str) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert f"Contracts: 0 kept, {len(contracts)} broken." in complaint
