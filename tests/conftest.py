"""What every test stands on: no network, the project's own zone data, examples that repeat."""

import zoneinfo

import pytest
from hypothesis import HealthCheck, settings

LOOPBACK = ["127.0.0.1", "::1", "localhost"]

# The gate: the same examples each time, and no deadline that a busy machine could miss.
settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
# At the desk: new examples each time.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("desk")

zoneinfo.reset_tzpath(())  # the tzdata package, as in production, and not the machine's own copy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let `loopback` tests, and those that drive a browser, open sockets to this machine only."""
    for item in items:
        if item.get_closest_marker("loopback") or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))
