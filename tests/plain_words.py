"""Replies as plain text, for tests that ask what was said rather than how it looks."""

from bot.interface.reply import Board, Card, Notice, Reply, Span, When


def words(reply: Reply) -> str:
    """Everything that a reply says, as plain text."""
    found: list[str] = []
    for block in reply.blocks:
        match block:
            case Notice(text=text):
                found.append(text_of(text))
            case Card():
                lines = [text_of(line) for section in block.sections for line in section.lines]
                headings = [section.heading for section in block.sections]
                facts = [f"{fact.label}: {text_of(fact.value)}" for fact in block.facts]
                found += [block.title, text_of(block.lead), *facts, *headings, *lines, text_of(block.closing)]
            case Board():
                rows = [f"{row.mark} {text_of(row.text)}" for row in block.rows]
                found += [block.title, *rows, text_of(block.note)]
            case _:
                found.append(text_of(block.caption))
    return "\n".join(line for line in found if line)


def text_of(spans: tuple[Span, ...]) -> str:
    """Spans as plain text; instants in UTC."""
    return "".join(
        f"{span.instant:%Y-%m-%d %H:%M}" if isinstance(span, When) else _shown(span) for span in spans
    )


def _shown(span: Span) -> str:
    return getattr(span, "text", "") or getattr(span, "name", "")
