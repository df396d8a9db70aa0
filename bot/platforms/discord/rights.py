"""The rights that the bot needs: as few as will do, under the names that Discord shows."""

from collections.abc import Mapping

import discord

NEEDED: Mapping[str, str] = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
PERMISSIONS = discord.Permissions(**dict.fromkeys(NEEDED, True))


def lacking(may: discord.Permissions) -> tuple[str, ...]:
    """The names of those that are not among what the bot may do in a room."""
    if not may.view_channel:
        return (NEEDED["view_channel"],)
    return tuple(name for right, name in NEEDED.items() if not getattr(may, right))


def invite_url(application_id: int) -> str:
    """Where an admin lets the bot in, with these rights and no others."""
    return discord.utils.oauth_url(
        application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands")
    )
