"""What somebody wrote into a form -> arguments, read from what Discord sends and from nothing else.

discord.py knows only the forms that this very process has opened, and drops the others without a word.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import discord
from discord import ComponentType

from bot.interface.address import PersonRef
from bot.interface.request import Attachment, Raw
from bot.platforms.discord.fields import OTHER
from bot.platforms.discord.markup import legible
from bot.platforms.discord.rooms import picked_in_form

Payload = Mapping[str, Any]


def form_id(interaction: discord.Interaction) -> str:
    """The id with which the form was opened."""
    return str(_data(interaction)["custom_id"])


def answers(interaction: discord.Interaction) -> dict[str, Raw]:
    """The answers by parameter, without those left empty; a text beside a list counts more than the list."""
    given = dict(_given(interaction))
    texts = {name.removesuffix(OTHER): value for name, value in given.items() if name.endswith(OTHER)}
    return {name: value for name, value in given.items() if not name.endswith(OTHER)} | texts


def _given(interaction: discord.Interaction) -> Iterator[tuple[str, Raw]]:
    for field in _fields(_data(interaction)["components"]):
        word = field.get("value") or next(iter(field.get("values") or ()), None)
        if word:
            yield field["custom_id"], _read(interaction, field["type"], word)


def _fields(components: list[Payload]) -> Iterator[Payload]:
    for component in components:
        if "custom_id" in component:
            yield component
        yield from _fields([component["component"]] if "component" in component else [])
        yield from _fields(component.get("components", []))


def _read(interaction: discord.Interaction, kind: int, word: str) -> Raw:
    resolved: Payload = _data(interaction).get("resolved", {})
    match kind:
        case ComponentType.user_select.value:
            user, member = resolved["users"][word], resolved.get("members", {}).get(word, {})
            name = member.get("nick") or user.get("global_name") or user["username"]
            return PersonRef(word, legible(name))
        case ComponentType.channel_select.value:
            return picked_in_form(interaction, word, resolved["channels"][word].get("name") or "")
        case ComponentType.file_upload.value:
            return _attachment(interaction.client, resolved["attachments"][word])
        case _:
            return word


def _attachment(client: discord.Client, file: Payload) -> Attachment:
    async def read() -> bytes:
        return await client.http.get_from_cdn(file["url"])

    return Attachment(file["filename"], file["size"], file.get("content_type") or "", read)


def _data(interaction: discord.Interaction) -> Payload:
    return cast("Payload", interaction.data)
