"""What Prometheus reads: figures of the whole, as they are, and nothing about anybody."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from study_world import MONDAY, World, at, study_world

from bot.core import Core
from bot.metrics import page


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with study_world(tmp_path) as found:
        yield found


async def _figures(core: Core) -> dict[str, float]:
    text = page(await core.vitals(0.125)).decode()
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_it_counts_what_was_sent_what_waits_and_what_was_checked_in(world: World) -> None:
    cohort_id = await world.cohort()
    await world.member(cohort_id, "Bob")
    core = Core(world.database, world.clock, b"a secret")
    announcer = core.announcer([world.platform])
    await core.wake()
    world.clock.at = at(MONDAY, "09:30")
    before = await _figures(core)
    assert before["roadmate_backlog due"] == 1
    assert before["roadmate_oldest_due_seconds"] == timedelta(minutes=30).total_seconds()
    await announcer.run_once()
    await world.checks_in("Bob", cohort_id, at(MONDAY, "12:00"))
    after = await _figures(core)
    assert after["roadmate_messages_total late demo"] == 1
    assert after["roadmate_last_success_timestamp_seconds demo"] == at(MONDAY, "09:30").timestamp()
    assert (after["roadmate_backlog due"], after["roadmate_oldest_due_seconds"]) == (0, 0)
    assert after["roadmate_check_ins_total"] == 1
    assert after["roadmate_loop_lag_seconds"] == 0.125


async def test_nobody_can_be_recognised(world: World) -> None:
    cohort_id = await world.cohort("Secret cohort")
    await world.member(cohort_id, "Bob")
    core = Core(world.database, world.clock, b"a secret")
    text = page(await core.vitals(0.0)).decode()
    assert not any(word in text for word in ("Bob", "Secret", "general", "club"))
