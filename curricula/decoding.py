"""From the bytes of a roadmap file to its text: size, encoding and characters."""

import re
from codecs import BOM_UTF8

from curricula.problems import Finding, Mark

MAX_BYTES = 1024 * 1024
# Control characters, and the line breaks that YAML 1.2 no longer knows but ruamel still counts as lines.
_FORBIDDEN = re.compile("[^\t\n\r -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def decoded(content: bytes) -> str | Finding:
    """The text of a file, or why it cannot be one. A byte order mark at the beginning is let pass."""
    if len(content) > MAX_BYTES:
        return Finding(Mark(), f"has {len(content):,} bytes", f"a roadmap has {MAX_BYTES:,} at most")
    content = content.removeprefix(BOM_UTF8)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        return Finding(_mark_after(before), "is not UTF-8", "save the file with the encoding UTF-8")
    if match := _FORBIDDEN.search(text):
        name = f"U+{ord(match.group()):04X}"
        return Finding(_mark_after(text[: match.start()]), f"holds the control character {name}", "remove it")
    return text


def _mark_after(text: str) -> Mark:
    lines = re.split("\r\n|\r|\n", text)
    return Mark(len(lines), len(lines[-1]) + 1)
