"""Text that people can trust their eyes on: what would act on the page or terminal is written out instead."""

import re

# Everything that controls and cannot be seen: C0 and C1 without tab and newline, the embeddings and overrides
# of bidirectional text, line and paragraph separators, tags, and lone surrogates. Joiners stay: emoji and
# several scripts need them. Isolates stay: every span is isolated where it is shown.
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\U000e0000-\U000e007f\ud800-\udfff]")


def legible(text: str) -> str:
    """The text with every acting character written out, such as ⟨U+202E⟩."""
    return _ACTING.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text.replace("\r\n", "\n"))
