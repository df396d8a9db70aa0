"""The command line. Each verb imports what it needs when it is said and its settings are right.

So `--help`, and what is wrong in `.env`, are told at once.
"""

import asyncio
import json
import sys
from dataclasses import asdict
from http.client import HTTPException
from pathlib import Path
from typing import Annotated
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import typer

from bot.settings import Settings, load

app = typer.Typer(
    help="Walks a cohort through a learning roadmap, day by day, and keeps streaks that can be explained.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
curriculum = typer.Typer(help="Roadmap files.", no_args_is_help=True)
app.add_typer(curriculum, name="curriculum")

_HEALTH_PATIENCE = 5.0


def main() -> None:
    """Runs one verb; what a person can mend ends in one sentence and exit code 1, never in a traceback."""
    try:
        app()
    except Exception as error:
        from bot.trouble import sentence_about  # noqa: PLC0415 - see the module's docstring

        sentence = sentence_about(error)
        if sentence is None:
            raise
        sys.exit(sentence)


@app.command()
def run() -> None:
    """Speak wherever there is a token."""
    settings = _settings()
    from bot.app import run as run_app  # noqa: PLC0415 - see the module's docstring

    asyncio.run(run_app(settings))


@app.command()
def play(
    once: Annotated[bool, typer.Option(help="Tell a seven-day cohort as text, and end.")] = False,
    port: Annotated[int | None, typer.Option(help="Serve the page on this port.", min=0, max=65535)] = None,
) -> None:
    """Open the playground on this machine; it needs no account and no token."""
    settings = _settings()
    from bot.app import play as play_app  # noqa: PLC0415 - see the module's docstring
    from bot.playhouse import tell_story  # noqa: PLC0415 - see the module's docstring

    asyncio.run(tell_story(typer.echo) if once else play_app(settings, port, typer.echo))


@app.command()
def migrate(
    target: Annotated[
        str, typer.Option("--to", help="Copy everything into this empty database instead.", metavar="URL")
    ] = "",
    source: Annotated[
        str, typer.Option("--from", help="What to copy, if not DATABASE_URL.", metavar="URL")
    ] = "",
) -> None:
    """Bring the database to this version, a copy is made before; or move to another database."""
    settings = _settings()
    from bot import moving  # noqa: PLC0415 - see the module's docstring

    if source and not target:
        sys.exit("Say where to, with --to.")
    if target:
        typer.echo(asyncio.run(moving.moved(settings, source, target)))
        return
    asyncio.run(moving.migrated(settings))
    typer.echo("The database is ready for this version.")


@app.command()
def backup(file: Annotated[Path | None, typer.Argument(help="Where to; a new file.")] = None) -> None:
    """Copy the database, also while the bot runs."""
    from bot.copies import back_up  # noqa: PLC0415 - see the module's docstring

    typer.echo(f"Saved {back_up(_settings(), file)}")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A copy that `backup` made.")]) -> None:
    """Put a copy in the place of the database; the present one is kept beside it."""
    from bot.copies import bring_back  # noqa: PLC0415 - see the module's docstring

    kept = bring_back(_settings(), file)
    typer.echo(f"Restored from {file}." + (f" What was there is now {kept}." if kept else ""))


@app.command()
def health() -> None:
    """Ask the running bot how it is: exit code 0 when all is well."""
    address = _settings().roadmate_http
    try:
        facts = _facts(f"{address.url}/healthz")
    except (OSError, HTTPException, TypeError, ValueError):  # no answer, none in HTTP, none of ours
        sys.exit(f"No Roadmate answers at {address.url}: start it, or check ROADMATE_HTTP.")
    typer.echo(json.dumps(facts, indent=2))
    raise typer.Exit(0 if facts.get("ok") else 1)


def _facts(url: str) -> dict[str, object]:
    """What is answered at `url`, which is on this machine: whatever proxy is set up is passed by."""
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(url, timeout=_HEALTH_PATIENCE) as answer:
            return dict(json.load(answer))
    except HTTPError as error:
        return dict(json.load(error))


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Look at everything that can be wrong, and say how to mend it; exit code 0 when all is well."""
    from bot.doctor import findings  # noqa: PLC0415 - see the module's docstring

    lines = asyncio.run(findings(_settings(quiet=True)))
    if as_json:
        typer.echo(json.dumps([asdict(line) for line in lines], indent=2))
    else:
        for line in lines:
            typer.echo(f"{'ok ' if line.ok else 'BAD'}  {line.check}: {line.found}")
            if line.cure:
                typer.echo(f"     {line.cure}")
    raise typer.Exit(0 if all(line.ok for line in lines) else 1)


@app.command()
def invite() -> None:
    """Print the address at which an admin lets the Discord bot in, with the least rights."""
    settings = _settings(quiet=True)
    if not settings.discord_token:
        sys.exit("There is nobody to invite yet: set DISCORD_TOKEN first.")
    from bot.doctor import invitation  # noqa: PLC0415 - see the module's docstring

    address = asyncio.run(invitation(settings))
    if address is None:
        sys.exit("Discord does not know this token, or cannot be reached: `roadmate doctor` says more.")
    typer.echo(address)


@curriculum.command()
def check(files: Annotated[list[Path], typer.Argument(help="Roadmap files (YAML).")]) -> None:
    """Say everything that is wrong with roadmap files, or what is in them."""
    from bot.roadmap_check import report  # noqa: PLC0415 - see the module's docstring

    all_good = True
    for file in files:
        text, is_good = report(file)
        typer.echo(text)
        all_good = all_good and is_good
    raise typer.Exit(0 if all_good else 1)


def _settings(*, quiet: bool = False) -> Settings:
    """The settings, and a log as they want it, or one that only tells of errors."""
    from bot.logs import configure  # noqa: PLC0415 - see the module's docstring

    settings = load()
    level = "error" if quiet else settings.roadmate_log_level
    configure(settings.roadmate_log_format, level, settings.secret_values())
    return settings


if __name__ == "__main__":
    main()
