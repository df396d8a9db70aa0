from datetime import timedelta

import discord
import pytest
from conftest import Open
from simulated_discord import Stage, labels, words
from small_class import SmallClass, notice, post

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.platform import DeliveryFailure, NotAllowed, RoomGone, SlowDown, Unclear
from bot.interface.reply import Reply, Strong
from bot.platforms.discord.history import WINDOW


def _sent(stage: Stage, room: RoomAddress | None = None) -> list[discord.Message]:
    """What the bot has said in a room, oldest first."""
    number = int((room or stage.room).channel)
    channel = next(each for each in stage.guild.channels.values() if each.id == number)
    return [message for message in channel.history() if message.author.id == stage.env.bot.user.id]


async def test_a_post_is_silent_pings_nobody_and_carries_a_nonce(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        receipt = await stage.platform.post(stage.room, notice("@everyone <@1>"), "5")
        (message,) = _sent(stage)
        assert receipt.message_id == str(message.id)
        assert message.flags.suppress_notifications
        assert message.flags.components_v2
        (request,) = stage.sent("POST", "/messages")
        assert request.json["allowed_mentions"] == {"parse": []}
        assert request.json["enforce_nonce"] is True
        assert len(request.json["nonce"]) <= 25


async def test_the_same_post_has_the_same_nonce_and_another_room_another(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        hall = stage.address(stage.guild.create_text_channel("hall"))
        for room, key in ((stage.room, "5"), (stage.room, "5"), (stage.room, "6"), (hall, "5")):
            await stage.platform.post(room, post(), key)
        nonces = [request.json["nonce"] for request in stage.sent("POST", "/messages")]
        assert nonces[0] == nonces[1]
        assert len(set(nonces)) == 3


async def test_a_post_is_found_by_its_key_whatever_was_said_since_also_by_another_process(
    open_stage: Open,
) -> None:
    async with open_stage(SmallClass()) as stage:
        wanted = await stage.platform.post(stage.room, notice("No button at all"), "5")
        await stage.platform.post(stage.room, post(), "6")
        for number in range(120):
            await stage.member().send(stage.general, f"chat {number}")
        await stage.restart()
        assert await stage.platform.find(stage.room, "5") == wanted
        assert await stage.platform.find(stage.room, "7") is None


async def test_nobody_elses_message_is_taken_for_ours(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        other = stage.guild.create_webhook(stage.general)
        await other.send("Day 1 of 20")
        assert await stage.platform.find(stage.room, "5") is None


async def test_what_is_older_than_any_post_may_be_is_not_looked_at(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        await stage.platform.post(stage.room, post(), "5")
        await stage.env.advance_time((WINDOW + timedelta(minutes=1)).total_seconds())
        assert await stage.platform.find(stage.room, "5") is None


async def test_a_history_that_cannot_be_read_is_no_answer(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        await stage.platform.post(stage.room, post(), "5")
        stage.env.inject_error("GET", "/channels/*/messages", status=500)
        with pytest.raises(Unclear):
            await stage.platform.find(stage.room, "5")
        shut = stage.room_without("view_channel")
        with pytest.raises(NotAllowed):
            await stage.platform.find(shut, "5")


async def test_a_long_post_that_was_broken_off_goes_on_where_it_ended(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        long = post(items=60)
        stage.env.inject_error("POST", "/channels/*/messages", status=500)
        with pytest.raises(Unclear):
            await stage.platform.post(stage.room, long, "5")
        assert _sent(stage) == []
        await stage.platform.post(stage.room, Reply(long.blocks[:1], whisper=False), "4")
        whole = [words(message) for message in _sent(stage)]
        stage.env.backend.delete_message(stage.general.id, _sent(stage)[-1].id)
        assert await stage.platform.find(stage.room, "4") is None
        receipt = await stage.platform.post(stage.room, Reply(long.blocks[:1], whisper=False), "4")
        assert [words(message) for message in _sent(stage)] == whole
        assert await stage.platform.find(stage.room, "4") == receipt


async def test_a_forum_gets_a_post_of_its_own_for_each_day(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        forum = stage.guild.create_forum_channel("days")
        room = stage.address(forum)
        receipt = await stage.platform.post(room, post(), "5")
        (thread,) = forum.threads
        assert thread.name == "Day 1 of 20 - Flask_API"
        assert receipt.message_id == str(thread.last_message.id)
        assert await stage.platform.find(room, "5") == receipt
        assert await stage.platform.find(room, "6") is None
        (message,) = thread.history()
        assert labels(message) == ["Done", "Note / proof"]
        assert words(await stage.member().click(message, label="Done")) == "row=5"
        assert school.requests[0].place == room


async def test_a_long_post_in_a_forum_goes_on_in_its_thread(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        forum = stage.guild.create_forum_channel("days")
        room = stage.address(forum)
        receipt = await stage.platform.post(room, post(items=60), "5")
        (thread,) = forum.threads
        assert len(thread.history()) == 3
        assert await stage.platform.find(room, "5") == receipt
        stage.env.backend.delete_message(thread.id, int(receipt.message_id))
        assert await stage.platform.find(room, "5") is None
        again = await stage.platform.post(room, post(items=60), "5")
        assert len(forum.threads) == 1
        assert len(thread.history()) == 3
        assert await stage.platform.find(room, "5") == again


async def test_a_private_message_has_buttons_for_its_reader(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        ada = stage.member()
        private = Reply(notice("Psst").blocks, (post().buttons[0],))
        receipt = await stage.platform.tell(PersonRef(str(ada.id), "Ada"), private, "9")
        message = ada.user.dm_channel.last_message
        assert receipt.message_id == str(message.id)
        assert words(await ada.user.click(message, label="Done")) == "row=5"


@pytest.mark.parametrize(
    ("status", "code", "failure"),
    [
        (404, 10003, RoomGone),
        (403, 50001, NotAllowed),
        (403, 50013, NotAllowed),
        (403, 50007, NotAllowed),
        (400, 200000, NotAllowed),
        (403, 20028, SlowDown),
        (401, 0, SlowDown),
        (429, 0, SlowDown),
        (500, 0, Unclear),
        (503, 0, Unclear),
    ],
)
async def test_every_answer_of_discord_is_a_failure_that_is_known(
    open_stage: Open, status: int, code: int, failure: type[DeliveryFailure]
) -> None:
    async with open_stage(SmallClass()) as stage:
        stage.env.inject_error("POST", "/channels/*/messages", status=status, code=code)
        with pytest.raises(failure):
            await stage.platform.post(stage.room, post(), "5")
        assert await stage.platform.post(stage.room, post(), "5")


async def test_a_request_that_no_discord_would_take_is_a_bug(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        stage.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)
        with pytest.raises(discord.HTTPException):
            await stage.platform.post(stage.room, post(), "5")


async def test_a_message_that_somebody_deleted_meanwhile_has_arrived(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        stage.env.inject_error("POST", "/channels/*/messages", status=404, code=10008)
        assert (await stage.platform.post(stage.room, post(), "5")).message_id == ""


async def test_a_deleted_room_is_gone_and_a_shut_one_is_not(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        shut = stage.room_without("send_messages")
        with pytest.raises(NotAllowed):
            await stage.platform.post(shut, post(), "5")
        stage.env.backend.delete_channel(stage.general.id)
        with pytest.raises(RoomGone):
            await stage.platform.post(stage.room, post(), "5")
        with pytest.raises(RoomGone):
            await stage.platform.find(stage.room, "5")


async def test_nothing_arrives_for_sure_while_there_is_no_connection(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        await stage.platform.stop()
        with pytest.raises(SlowDown):
            await stage.platform.post(stage.room, notice("Hello"), "5")


async def test_what_is_lacking_in_a_room_is_named_as_discord_names_it(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        assert await stage.platform.lacking(stage.room) == ()
        assert await stage.platform.lacking(stage.room_without("attach_files", "embed_links")) == (
            "Embed Links",
            "Attach Files",
        )
        assert await stage.platform.lacking(stage.room_without("view_channel")) == ("View Channel",)
        nowhere = RoomAddress("discord", stage.room.space, "12345")
        with pytest.raises(RoomGone):
            await stage.platform.lacking(nowhere)


async def test_a_strong_word_is_strong(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        await stage.platform.post(stage.room, Reply((type(notice("x").blocks[0])((Strong("now"),)),)), "5")
        assert words(_sent(stage)[0]) == "**now**"


async def test_before_discord_has_said_who_we_are_nothing_is_said_not_to_be_there(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        stage.platform.open()  # as while it connects anew

        with pytest.raises(Unclear):
            await stage.platform.find(stage.room, "a key")
