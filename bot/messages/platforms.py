"""What the platforms are called by people; names stay the same in every language."""

from collections.abc import Mapping

_NAMES: Mapping[str, str] = {"discord": "Discord", "telegram": "Telegram", "playground": "the playground"}


def platform_name(platform: str) -> str:
    """A platform's name in a sentence."""
    return _NAMES.get(platform, platform)
