"""Reads from the source every place in `bot/` where a refusal is made: its codes, and the data it carries."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BOT = Path(__file__).parents[2] / "bot"
_NAMED = {"NotFound", "Invalid", "Forbidden", "Conflict", "StudyError"}
_FIXED = {
    "UnknownZone": ("unknown_zone", ("zone", "nearest")),
    "UnknownChoice": ("unknown_choice", ("what", "value", "nearest")),
}


@dataclass(frozen=True, slots=True)
class Raised:
    """A refusal as it stands in the source."""

    where: str
    code: str
    data: frozenset[str]


def raised() -> list[Raised]:
    """Every refusal that can be made; one with several possible codes is there for each of them."""
    return [
        found
        for path in sorted(BOT.rglob("*.py"))
        if path.name != "errors.py"
        for found in _in_module(path, ast.parse(path.read_text(encoding="utf-8")))
    ]


def _in_module(path: Path, module: ast.Module) -> Iterator[Raised]:
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            where = f"{path.relative_to(BOT.parent)}:{call.lineno}"
            for code, data in _made_by(call, call.func.id, module, where):
                yield Raised(where, code, frozenset(data))


def _made_by(
    call: ast.Call, name: str, module: ast.Module, where: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    if name in _FIXED:
        yield _FIXED[name]
    elif name == "TooMany":
        data = ("limit", "again_at") if len(call.args) > 2 else ("limit",)
        yield from ((code, data) for code in _codes(call.args[0], module, where))
    elif name in _NAMED:
        data = tuple(keyword.arg for keyword in call.keywords if keyword.arg)
        yield from ((code, data) for code in _codes(call.args[0], module, where))


def _codes(node: ast.expr, module: ast.Module, where: str) -> list[str]:
    codes = list(dict.fromkeys(_strings(node, module)))
    assert codes, f"{where}: no code can be read here; give the refusal one that stands in the source"
    return codes


def _strings(node: ast.expr, module: ast.Module) -> Iterator[str]:
    """The strings that an expression can be: through names, tables, and either side of an `if`."""
    match node:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_strings(body, module), *_strings(orelse, module))
        case ast.Dict(values=values) | ast.Tuple(elts=values):
            for value in values:
                yield from _strings(value, module)
        case ast.Subscript(value=table):
            yield from _strings(table, module)
        case ast.Name(id=name):
            for source in _assigned(name, module):
                yield from _strings(source, module)


def _assigned(name: str, module: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(module):
        match node:
            case ast.Assign(targets=[target], value=value) | ast.For(target=target, iter=value):
                source: ast.expr | None = value
            case ast.AnnAssign(target=target, value=source):
                pass
            case _:
                continue
        names = {inner.id for inner in ast.walk(target) if isinstance(inner, ast.Name)}
        if source is not None and name in names:
            yield source
