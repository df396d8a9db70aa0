"""`/metrics` for Prometheus: figures about the bot as a whole, and nothing about anybody in it."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST


@dataclass(frozen=True, slots=True)
class Vitals:
    """What was measured at one moment.

    `sent` counts messages of this process by platform and outcome; `check_ins` are all there ever were.
    `backlog` counts messages by state that are due and not done with, with those that are only planned under
    `due`; the oldest has been due for `oldest_due` seconds. `loop_lag` is in seconds.
    """

    sent: Mapping[tuple[str, str], int]
    last_success: Mapping[str, datetime]
    backlog: Mapping[str, int]
    oldest_due: float
    check_ins: int
    loop_lag: float
    last_beat: datetime | None


def route(measure: Callable[[], Awaitable[Vitals]]) -> web.RouteDef:
    """Serves what is measured when it is asked for."""

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=page(await measure()), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return web.get("/metrics", metrics)


def page(vitals: Vitals) -> bytes:
    """The figures in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(vitals))
    return generate_latest(registry)


class _Collector:
    def __init__(self, vitals: Vitals) -> None:
        self._vitals = vitals

    def collect(self) -> Iterator[Metric]:
        vitals = self._vitals
        sent = CounterMetricFamily(
            "roadmate_messages", "Messages of this process.", labels=("platform", "outcome")
        )
        for labels, count in sorted(vitals.sent.items()):
            sent.add_metric(labels, count)
        yield sent
        success = GaugeMetricFamily(
            "roadmate_last_success_timestamp_seconds", "The last message that arrived.", labels=("platform",)
        )
        for platform, at in sorted(vitals.last_success.items()):
            success.add_metric((platform,), at.timestamp())
        yield success
        backlog = GaugeMetricFamily("roadmate_backlog", "Messages due and not done with.", labels=("state",))
        for state, waiting in sorted(vitals.backlog.items()):
            backlog.add_metric((state,), waiting)
        yield backlog
        yield from self._single()

    def _single(self) -> Iterator[Metric]:
        vitals = self._vitals
        yield CounterMetricFamily("roadmate_check_ins", "Check-ins ever recorded.", value=vitals.check_ins)
        yield GaugeMetricFamily(
            "roadmate_oldest_due_seconds",
            "How long the oldest message has been due.",
            value=vitals.oldest_due,
        )
        yield GaugeMetricFamily(
            "roadmate_loop_lag_seconds",
            "The most by which the loop was late in a minute.",
            value=vitals.loop_lag,
        )
        if vitals.last_beat is not None:
            yield GaugeMetricFamily(
                "roadmate_last_beat_timestamp_seconds",
                "The last sign of life in the database.",
                value=vitals.last_beat.timestamp(),
            )
