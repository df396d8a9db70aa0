"""The one door to simcord: a server with people in it, real discord.py, and the platform between."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import simcord
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType

from bot.interface.address import RoomAddress
from bot.interface.button import Buttons
from bot.interface.platform import Dispatcher
from bot.platforms.discord.platform import DiscordPlatform
from tests.canaries import CANARY
from tests.discord_components import Json, buttons_of, texts_of, walk
from tests.harmless import assert_harmless_on_discord


class Stage:
    """A server `Study` with the rooms that tests ask for; people are made as they are named."""

    def __init__(
        self, env: simcord.Env, make: Callable[[], DiscordPlatform], platform: DiscordPlatform
    ) -> None:
        self.env = env
        self.platform = platform
        self.late = timedelta()  # how long an event takes to reach the bot
        self.guild = env.create_guild("Study")
        self.general = self.guild.create_text_channel("general")
        self._make = make
        self._people: dict[str, Any] = {}

    @property
    def room(self) -> RoomAddress:
        return self.address(self.general)

    def address(self, channel: Any) -> RoomAddress:  # noqa: ANN401 - simcord's handle
        return RoomAddress("discord", str(self.guild.id), str(channel.id), name=channel.name or "")

    def member(self, name: str = "Ada") -> Any:  # noqa: ANN401 - simcord's actor
        if name not in self._people:
            self._people[name] = self.guild.add_member(self.env.create_user(name))
        return self._people[name]

    def admin(self, name: str = "Zoe") -> Any:  # noqa: ANN401 - simcord's actor
        if name not in self._people:
            right = discord.Permissions(manage_guild=True)
            role = self.guild.create_role(f"{name}'s", permissions=right)
            self._people[name] = self.guild.add_member(self.env.create_user(name), roles=[role])
        return self._people[name]

    def room_without(self, *rights: str) -> RoomAddress:
        """A room in which the bot lacks these rights."""
        me = self.env.bot.user
        denied = discord.PermissionOverwrite(**dict.fromkeys(rights, False))
        return self.address(self.guild.create_text_channel("shut", overwrites={me: denied}))

    def shut(self, channel: Any) -> None:  # noqa: ANN401 - simcord's handle
        """From now on, the bot may not write in a room."""
        right = discord.Permissions(send_messages=True).value
        overwrite = Overwrite(self.env.bot.user.id, OverwriteType.MEMBER, deny=right)
        self.env.backend.set_overwrite(channel.id, overwrite)

    async def show_button(self, label: str, custom_id: str) -> None:
        """A message of the bot's with a button that this program did not make."""
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.ActionRow(discord.ui.Button(label=label, custom_id=custom_id)))
        view.stop()
        await self.env.bot.get_channel(self.general.id).send(view=view)

    async def join_another_server(self) -> Any:  # noqa: ANN401 - simcord's handle
        """Another server lets the bot in; returns the only room there in which it may write."""
        guild = self.env.create_guild("Another")
        me = discord.PermissionOverwrite(send_messages=False)
        guild.create_text_channel("rules", overwrites={self.env.bot.user: me})
        lobby = guild.create_text_channel("lobby")
        await self.env.bot.on_guild_join(self.env.bot.get_guild(guild.id))
        return lobby

    def waiting_for(self, event: asyncio.Event) -> Callable[[], Awaitable[object]]:
        """A pause until the event, which simcord takes for one of the outside world."""
        return lambda: self.env.external_wait(event.wait(), reason="the test goes on")

    def allow(self, command: str, person: Any) -> None:  # noqa: ANN401 - simcord's actor
        """Let somebody use a command that Discord would not offer them."""
        channel = self.general.id
        known = self.env.backend.visible_commands(user_id=self.admin().id, channel_id=channel)
        found = next(each for each in known if each["name"] == command)
        self.guild.set_command_permissions(int(found["id"]), {person: True})

    async def restart(self) -> None:
        """Another process: nothing is remembered but what Discord keeps."""
        self.platform = self._make()
        await self.env.restart_bot(self.platform.open())

    def sent(self, method: str, path: str) -> list[Any]:
        """The requests that the bot made, by the end of their path."""
        return [each for each in self.env.http_requests if each.method == method and each.path.endswith(path)]


@asynccontextmanager
async def staged(
    dispatcher: Dispatcher, buttons: Buttons, directory: Path, *, guild_id: int | None = None
) -> AsyncIterator[Stage]:
    """Opens the server; whatever the bot raised is raised at the end, when all it sent is looked at."""
    stages: list[Stage] = []

    def now() -> datetime:
        return stages[0].env.now() + stages[0].late

    def make() -> DiscordPlatform:
        return DiscordPlatform(
            dispatcher,
            buttons,
            f"{CANARY}: Discord's token",
            api_url=None,
            guild_id=guild_id,
            shards=None,
            directory=directory,
            now=now,
        )

    platform = make()
    async with simcord.run(platform.open(), shard_count=1, settle_timeout=60) as env:
        stage = Stage(env, make, platform)
        stages.append(stage)
        yield stage
        await stage.platform.stop()
        for request in env.http_requests:
            assert_harmless_on_discord(request.json)


def words(shown: Any) -> str:  # noqa: ANN401 - a message, a response or a result
    """All the text of a message, as it is written."""
    return "\n".join(texts_of(_message(shown)))


def labels(shown: Any) -> list[str]:  # noqa: ANN401 - a message, a response or a result
    """The captions of the buttons."""
    return [each["label"] for each in walk(_message(shown)["components"]) if each.get("type") == 2]


def token(shown: Any, label: str) -> str:  # noqa: ANN401 - a message, a response or a result
    """What is bound to the button with that caption."""
    return buttons_of(_message(shown))[label]


def fields(result: Any) -> dict[str, Json]:  # noqa: ANN401 - simcord's result
    """The fields of the form that was shown, by name, each with its label."""
    return {
        each["component"]["custom_id"]: {**each["component"], "label": each["label"]}
        for each in result.modal["components"]
    }


def _message(shown: Any) -> Json:  # noqa: ANN401 - a message, a response or a result
    if isinstance(shown, discord.Message):
        return {"components": [component.to_dict() for component in shown.components]}  # type: ignore[misc]
    response = getattr(shown, "response", None) or shown
    return {"components": response.components}
