"""Asks whether a flaw is known in what `requirements.lock` installs: `make audit`.

Known flaws are kept by OSV (https://osv.dev), which pip-audit asks about each pinned version. Where it
cannot be reached, nothing is known: the audit says that it was skipped, and why, and fails nothing.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[2] / "requirements.lock"
_PIP_AUDIT = ("uv", "tool", "run", "pip-audit@2.10.1", "--vulnerability-service", "osv", "--disable-pip")
_OPTIONS = ("--require-hashes", "--progress-spinner", "off", "--format", "json", "--requirement", str(LOCK))
_PATIENCE = 120


def verdict(answer: str, said: str) -> tuple[int, list[str]]:
    """The exit code and the lines to show, for what pip-audit wrote to its two outputs."""
    try:
        audited: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
        why = (said.strip().splitlines() or ["it said nothing"])[-1]
        return 0, [f"The dependency audit was skipped: {why[:200]}"]
    flaws = [_told(each, flaw) for each in audited for flaw in each.get("vulns", [])]
    looked_at = sum("vulns" in each for each in audited)
    return int(bool(flaws)), [
        *flaws,
        f"{looked_at} of {len(audited)} dependencies looked at: {len(flaws)} known flaws.",
    ]


def _told(dependency: dict[str, Any], flaw: dict[str, Any]) -> str:
    cure = ", ".join(flaw["fix_versions"]) or "none yet"
    return f"{dependency['name']} {dependency['version']}: {flaw['id']}, mended in {cure}"


def main() -> int:
    """Prints what is known; 1 if there is a flaw."""
    try:
        ran = subprocess.run(
            [*_PIP_AUDIT, *_OPTIONS], capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        code, lines = verdict("", str(error))
    else:
        code, lines = verdict(ran.stdout, ran.stderr)
    print(*lines, sep="\n")  # noqa: T201 - its answer
    return code


if __name__ == "__main__":
    sys.exit(main())
