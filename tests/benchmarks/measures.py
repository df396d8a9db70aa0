"""Each benchmark as rows of the table, with the aims of the design beside them."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median

from tests.benchmarks import (
    card,
    care,
    check_ins,
    compiling,
    daily_looks,
    due_cohorts,
    leaderboard,
    memory,
    start,
)
from tests.benchmarks.table import Aim, Row

_ADDED = 0.002
_AT_64 = {0.0: Aim(5), _ADDED: Aim(20)}
_FLAT = Aim(1.3, at_least=False)
_CHEAPER = Aim(5000)
_LESS_CPU = Aim(10)
_LESS_BLOCKED = Aim(50)
_READY = Aim(2, at_least=False)
_LINEAR = Aim(12, at_least=False)
_A_TENTH = Aim(10)
_HALF = Aim(0.5, at_least=False)
_SOON = Aim(1, at_least=False)
_MOST_LATE = 10.0
_AIMED_CALLERS = 64


def check_in_rows() -> Iterator[Row]:
    """Durable check-ins a second, against one transaction each."""
    for delay, aim in _AT_64.items():
        for callers in check_ins.CALLERS:
            found = asyncio.run(check_ins.measured(callers, delay))
            yield Row(
                f"check-ins, {callers} callers" + (", 2 ms an fsync" if delay else ""),
                f"{found.ours:,.0f}/s",
                f"bare sqlite3 {found.bare:,.0f}/s",
                found.ours / found.bare,
                aim if callers == _AIMED_CALLERS else None,
            )


def leaderboard_rows() -> Iterator[Row]:
    """Top ten and own rank, against the smallest log and against recomputing."""
    with tempfile.TemporaryDirectory() as directory:
        first, *larger = asyncio.run(leaderboard.measured(Path(directory)))
    yield Row(f"leaderboard, {first.check_ins:,} check-ins", f"{first.asked:.2f} ms")
    for each in larger:
        yield Row(
            f"leaderboard, {each.check_ins:,} check-ins",
            f"{each.asked:.2f} ms",
            f"{first.check_ins:,} check-ins",
            each.asked / first.asked,
            _FLAT,
        )
    most = larger[-1]
    yield Row(
        "times cheaper than recomputing, equal",
        f"{most.asked:.2f} ms",
        f"recomputing {most.recomputed:,.0f} ms",
        most.recomputed / most.asked,
        _CHEAPER,
    )


def compiling_rows() -> Iterator[Row]:
    """The longest roadmap to dates, and until it can be used."""
    for what, spent in compiling.compiling().items():
        yield Row(what, f"{spent:.1f} ms")
    found = compiling.loading()
    cold, cached, in_use = found.values()
    yield Row("load a roadmap, cold", f"{cold:.0f} ms")
    yield Row("load a roadmap, cached", f"{cached:.1f} ms", f"cold {cold:.0f} ms", cold / cached)
    yield Row("load a roadmap, in use", f"{in_use * 1000:.1f} us", f"cold {cold:.0f} ms", cold / in_use)


def due_rows() -> Iterator[Row]:
    """10,000 of 100,000 cohorts due at once, against a job each, in memory and in a database."""
    rounds = asyncio.run(due_cohorts.ours()), asyncio.run(due_cohorts.theirs())
    our_cpu, their_cpu = (median(cost.cpu for cost in costs) for costs in rounds)
    our_block, their_block = (median(cost.block for cost in costs) for costs in rounds)
    durable = asyncio.run(due_cohorts.theirs_durably())
    for which, cpu, block in (
        ("jobs in memory", their_cpu, their_block),
        ("durable jobs", durable.cpu, durable.block),
    ):
        yield Row(
            "a due cohort, CPU", f"{our_cpu:.1f} us", f"{which} {cpu:,.1f} us", cpu / our_cpu, _LESS_CPU
        )
        yield Row(
            "10,000 due cohorts, loop blocked",
            f"{our_block:.1f} ms",
            f"{which} {block:,.0f} ms",
            block / our_block,
            _LESS_BLOCKED,
        )


def start_rows() -> Iterator[Row]:
    """Until the page is served and its first post is there."""
    found = start.measured()
    libraries = f"importing {found.libraries:.2f} s"
    yield Row(
        "first start to first post", f"{found.first:.2f} s", libraries, found.first / found.libraries, _READY
    )
    yield Row(
        "later start to ready", f"{found.later:.2f} s", libraries, found.later / found.libraries, _READY
    )


def memory_rows() -> Iterator[Row]:
    """At rest, and after many check-ins."""
    found = memory.measured()
    grown = found.after - found.before
    yield Row("memory at rest", f"{found.at_rest:.0f} MiB")
    yield Row(
        f"memory after {memory.MEMBERS * memory.STUDY_DAYS:,} check-ins",
        f"{found.after:.0f} MiB",
        f"before {found.before:.0f} MiB, {grown:+.0f}",
        found.after / found.before,
    )
    yield Row(f"check-ins at the answering door, {memory.AT_ONCE} callers", f"{found.rate:,.0f}/s")


def care_rows() -> Iterator[Row]:
    """Reminders, digests and lists of those at risk, against folding the logs."""
    found = asyncio.run(care.reminders())
    yield Row(f"no reminder due among {care.MEMBERS:,} members", f"{found.idle:.0f} us")
    yield Row(
        f"a due reminder, {care.DUE:,} of {care.MEMBERS:,} members",
        f"{found.due:.0f} us",
        f"folding its member's log {found.folded:.0f} us",
        found.folded / found.due,
    )
    small, large = asyncio.run(care.looked())
    for each in (small, large):
        against = f"folding all logs {each.folded:,.0f} ms"
        yield Row(
            f"digest, {each.members:,} members", f"{each.digest:.0f} ms", against, each.folded / each.digest
        )
        risks = f"at-risk list, {each.members:,} members"
        yield Row(risks, f"{each.risks:.0f} ms", against, each.folded / each.risks)
    yield Row(
        "digest, ten times the members",
        f"{large.digest:.0f} ms",
        f"{small.members:,} members {small.digest:.0f} ms",
        large.digest / small.digest,
        _LINEAR,
    )


def daily_rows() -> Iterator[Row]:
    """The daily looks at buddies and at topics that come back."""
    looks = {"buddies": daily_looks.buddies_looked_at, "topics": daily_looks.recalls_looked_at}
    for what, looked_at in looks.items():
        found = asyncio.run(looked_at())
        yield Row(f"nobody to look at for {what} among {care.MEMBERS:,} members", f"{found.idle:.0f} us")
        yield Row(
            f"looked at for {what}, {care.DUE:,} of {care.MEMBERS:,} members",
            f"{found.due:.0f} us",
            f"{found.entered} are told something",
        )
    (fewer, few), (more, many) = asyncio.run(daily_looks.cohorts_looked_at()).items()
    yield Row(
        f"looked at for buddies, {more:,} of one cohort",
        f"{many:.0f} us",
        f"{fewer:,} of one {few:.0f} us",
        many / few,
        _FLAT,
    )


def card_rows() -> Iterator[Row]:
    """A progress card of a year, against matplotlib where it is installed."""
    our, their = card.ours(), card.theirs()
    yield Row(f"card of {card.DAYS} days, the first", f"{our.cold:.1f} ms")
    if their is None:
        yield Row(f"card of {card.DAYS} days", f"{our.warm:.1f} ms", "matplotlib is not installed")
        yield Row("its file", f"{our.size / 1000:.1f} kB")
    else:
        plotted = f"matplotlib {their.warm:.0f} ms"
        yield Row(f"card of {card.DAYS} days", f"{our.warm:.1f} ms", plotted, their.warm / our.warm, _A_TENTH)
        plotted = f"matplotlib {their.size / 1000:.1f} kB"
        yield Row("its file", f"{our.size / 1000:.1f} kB", plotted, our.size / their.size, _HALF)
    late, idle = card.lateness()
    bound = f"{_MOST_LATE:.0f} ms; idle {idle:.1f} ms"
    yield Row("loop late beside cards, p99", f"{late:.1f} ms", bound, late / _MOST_LATE, _SOON)


MEASURES: Mapping[str, Callable[[], Iterator[Row]]] = {
    "check_ins": check_in_rows,
    "leaderboard": leaderboard_rows,
    "compiling": compiling_rows,
    "due_cohorts": due_rows,
    "start": start_rows,
    "memory": memory_rows,
    "care": care_rows,
    "daily_looks": daily_rows,
    "card": card_rows,
}


def rows_of(name: str) -> list[Row]:
    """The rows of one benchmark."""
    return list(MEASURES[name]())
