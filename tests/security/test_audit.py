"""The dependency audit fails for a known flaw, and says when it could not look."""

import json

from tests.security.audit import verdict

SOUND = {"name": "aiohttp", "version": "3.14.0", "vulns": []}
FLAWED = {"name": "pillow", "version": "13.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["13.1"]}]}
UNKNOWN = {"name": "ours", "skip_reason": "not found"}


def test_nothing_known_is_said_with_how_much_was_looked_at() -> None:
    answer = json.dumps({"dependencies": [SOUND, UNKNOWN]})
    assert verdict(answer, "") == (0, ["1 of 2 dependencies looked at: 0 known flaws."])


def test_a_known_flaw_fails_and_names_the_cure() -> None:
    code, lines = verdict(json.dumps({"dependencies": [SOUND, FLAWED]}), "Found 1 known vulnerability")
    assert code == 1
    assert lines[0] == "pillow 13.0: PYSEC-1, mended in 13.1"


def test_what_cannot_be_reached_is_skipped_with_its_reason() -> None:
    code, [line] = verdict("", "Traceback\n...\nConnectionError: Failed to resolve")
    assert (code, line) == (0, "The dependency audit was skipped: ConnectionError: Failed to resolve")
