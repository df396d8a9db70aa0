"""What Telegram tells of somebody who administers a chat."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def member_with_rights(user: Mapping[str, Any], *, is_creator: bool = False) -> Json:
    if is_creator:
        return {"status": "creator", "user": user, "is_anonymous": False}
    rights = (
        *(
            "can_be_edited",
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
        ),
        *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
        *("can_post_stories", "can_edit_stories", "can_delete_stories", "can_post_messages"),
    )
    return {"status": "administrator", "user": user, **dict.fromkeys(rights, True)}
