"""`make prove` runs what there is."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests import proofs
from tests.command_line import ROOT


@pytest.mark.parametrize("proof", proofs.PROOFS, ids=lambda proof: proof.name)
def test_each_proof_is_a_program_that_the_documents_name(proof: proofs.Proof) -> None:
    module = proof.command[1]

    found = (
        find_spec(f"{module}.__main__") if find_spec(module).submodule_search_locations else find_spec(module)
    )

    assert found is not None
    assert module in _documents()


def test_what_cannot_run_here_is_left_out_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DISCORD_EMULATOR", raising=False)

    with pytest.raises(SystemExit, match="0"):
        proofs.main("discord")

    assert capsys.readouterr().out == "discord: left out, for DISCORD_EMULATOR is not set\nall hold\n"


def _documents() -> str:
    return "".join(
        Path(ROOT / "docs" / name).read_text() for name in ("reliability.md", "scale.md", "security.md")
    )
