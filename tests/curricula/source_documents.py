"""The documents from which the bundled roadmaps were taken, and how their encoding is repaired."""

import json
from pathlib import Path

from curricula.schema import Curriculum, EncodingRepair

HERE = Path(__file__).parent
# Beside the checkout on the machines of those who have them; never part of it.
SEEDS = HERE.parents[2] / "shared" / "seeds"
CODECS = {"windows-1254": "cp1254", "mac-roman": "mac_roman"}


def written_lines(slug: str) -> set[int]:
    """The numbers of the lines of a document that are not blank."""
    manifest = json.loads((HERE / "source_lines.json").read_text())[slug]
    return set(range(1, manifest["lines"] + 1)) - set(manifest["blank"])


def content(curriculum: Curriculum) -> bytes | None:
    """The bytes of a roadmap's document, if it is on this machine."""
    assert curriculum.source is not None
    path = SEEDS / curriculum.source.file
    return path.read_bytes() if path.exists() else None


def repaired(text: str, repair: EncodingRepair | None) -> list[str]:
    """The lines of a document after the repair of its encoding; the first one has index 0."""
    if repair is None:
        return text.split("\n")
    codec = CODECS[repair.wrong_codec]
    chosen = {guess.line: (bytes.fromhex(guess.surviving), guess.chosen.encode()) for guess in repair.guesses}
    return [
        _repaired_line(line.encode(codec), chosen.get(number))
        for number, line in enumerate(text.split("\n"), 1)
    ]


def _repaired_line(line: bytes, guess: tuple[bytes, bytes] | None) -> str:
    if guess is None:
        return line.decode()
    surviving, chosen = guess
    places = (place for place in range(len(line)) if line.startswith(surviving, place))
    candidates = (line[:place] + chosen + line[place + len(surviving) :] for place in places)
    (only,) = (text for text in map(_decoded, candidates) if text is not None)
    return only


def _decoded(line: bytes) -> str | None:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None
