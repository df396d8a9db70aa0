"""What is made from the code, so that it cannot lie: the page of commands and the English catalogue.

`python -m bot.documents` writes both again; a test fails when they differ from the code.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from bot.clock import SystemClock
from bot.core import idle_core
from bot.interface.command import Audience, Command, Parameter
from bot.messages.voice import voice_of

ROOT = Path(__file__).parent.parent
COMMANDS = ROOT / "docs" / "COMMANDS.md"
ENGLISH = ROOT / "bot" / "messages" / "locale" / "en" / "LC_MESSAGES" / "roadmate.po"
_KINDS = ("Pick", "Prose", "Count", "Day", "TimeOfDay", "Person", "Place", "File", "YesNo")
_KEYWORDS = dict.fromkeys(("say", "plain", "mark", *_KINDS)) | {"many": (1, 2)}


def english() -> str:
    """The English catalogue: every sentence of `bot.messages`, every label of `bot.commands`."""
    title = "# Roadmate in English. Made from the code by `make docs`; other languages start from a copy."
    catalogue = Catalog(locale="en", header_comment=title, fuzzy=False)
    for folder in ("messages", "commands"):
        found = extract_from_dir(ROOT / "bot" / folder, [("**.py", "python")], {}, keywords=_KEYWORDS)
        for _file, _line, message, _comments, _context in found:
            catalogue.add(message, string=message)
    text = BytesIO()
    write_po(text, catalogue, width=0, sort_output=True, no_location=True)
    return "".join(line for line in text.getvalue().decode().splitlines(True) if _is_lasting(line))


def _is_lasting(line: str) -> bool:
    """Not one of the header's lines that differ from run to run, or that nobody has filled in."""
    return not re.match(
        r'"(Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Tr|Language-Team|Generated)', line
    )


def commands_page(catalogue: Sequence[Command]) -> str:
    """Every command with its arguments, as Markdown."""
    return "\n".join(_lines(catalogue)) + "\n"


def _lines(catalogue: Sequence[Command]) -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield "Made from the catalogue by `make docs`. Arguments in *italics* are needed, others may be left out."
    for title, audience in (("For everybody", Audience.EVERYBODY), ("For admins", Audience.ADMINS)):
        yield from ("", f"## {title}", "", "| command | what it does | arguments |", "|---|---|---|")
        for command in catalogue:
            if command.audience is audience:
                arguments = "; ".join(_argument(parameter) for parameter in command.parameters)
                yield f"| `/{command.name}` | {voice_of('en').plain(command.help)} | {arguments} |"


def _argument(parameter: Parameter) -> str:
    name = f"*{parameter.name}*" if parameter.required else parameter.name
    return f"{name} ({voice_of('en').plain(parameter.kind.label).lower()})"


async def _catalogue() -> Sequence[Command]:
    async with idle_core(SystemClock(), b"") as core:
        return core.catalogue


def main() -> None:
    """Writes the documents."""
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_text(english(), encoding="utf-8")
    COMMANDS.write_text(commands_page(asyncio.run(_catalogue())), encoding="utf-8")


if __name__ == "__main__":
    main()
