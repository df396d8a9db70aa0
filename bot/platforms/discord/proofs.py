"""Shows what somebody handed in to those who study with them: in the thread under the day's post.

Discord keeps a file that was uploaded with a form for a short time only. Where the
cohort does not want one a day, the thread is opened by the first proof.
"""

import io
import logging
import re
from collections.abc import Iterator, Sequence

import aiohttp
import discord

from bot.interface.reply import Member
from bot.interface.request import Attachment, Pressed, Request
from bot.platforms.discord.markup import rendered
from bot.platforms.discord.threads import open_thread

_log = logging.getLogger(__name__)


async def share(interaction: discord.Interaction, request: Request, arguments: Sequence[str]) -> None:
    """Posts the files of these arguments under the post whose button was pressed; nothing without one.

    It never fails: the check-in counts also where no thread can be opened.
    """
    post = interaction.message
    files = list(_files(request, arguments))
    if not files or post is None or post.flags.ephemeral or not request.place.space:
        return
    try:
        thread = await _thread(interaction.client, post)
        found = [discord.File(io.BytesIO(await file.read()), file.name) for file in files]
        await thread.send(rendered((Member(request.speaker.name),)), files=found, silent=True)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.warning("a proof could not be shown", exc_info=error)


def _files(request: Request, arguments: Sequence[str]) -> Iterator[Attachment]:
    given = request.intent.answers if isinstance(request.intent, Pressed) else request.intent.arguments
    for name in arguments:
        value = given.get(name)
        if isinstance(value, Attachment):
            yield value


async def _thread(client: discord.Client, post: discord.Message) -> discord.abc.Messageable:
    """The thread under a post, which has the post's own number; a forum's post stands in its thread."""
    if isinstance(post.channel, discord.Thread):
        return post.channel
    if not post.flags.has_thread:
        await open_thread(client, post.channel.id, post.id, _title(post))
    return client.get_partial_messageable(post.id)


def _title(post: discord.Message) -> str:
    """The first line of the post, as it is read."""
    texts = [component for component in _components(post) if isinstance(component, discord.TextDisplay)]
    line = texts[0].content.partition("\n")[0] if texts else ""
    return re.sub(r"\\(.)", r"\1", line.lstrip("# ")) or post.created_at.date().isoformat()


def _components(post: discord.Message) -> Iterator[object]:
    for component in post.components:
        yield component
        yield from getattr(component, "children", ())
