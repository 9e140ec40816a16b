"""Figures for Prometheus: requests counted over all workers of this machine, and gauges asked for on the spot."""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from flask import Flask, Response, request, request_finished

from marketplace.config import Settings
from marketplace.operation.gauges import Gauge
from marketplace.operation.logging import seconds_so_far

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram
    from prometheus_client.metrics_core import Metric

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Read by the library when it is imported: where the workers keep their counts so that each can tell all of them."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SIGNING_IN = frozenset({"session.sign_in", "entering.code"})
STEPS = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 5.0)
"""Seconds: the goals of `make bench` lie between them."""
REFUSED = 400


@dataclass(frozen=True)
class Measures:
    """What is counted while the site serves."""

    registry: "CollectorRegistry"
    requests: "Counter"
    seconds: "Histogram"
    failures: "Counter"


def share(settings: Settings) -> None:
    """Let the workers that are about to be forked count together; the counts begin anew."""
    folder = settings.mail_dir.parent / f"figures-{settings.port}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[SHARED] = str(folder)


def init_app(app: Flask) -> None:
    """Count every request."""
    request_finished.connect(_count, app)


def text(gauges: Iterable[Gauge]) -> tuple[bytes, str]:
    """Return all figures as Prometheus reads them, and their content type."""
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    counted = measures().registry
    if SHARED in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    moment = CollectorRegistry()
    moment.register(_Moment(gauges))
    return generate_latest(counted) + generate_latest(moment), CONTENT_TYPE_LATEST


@cache
def measures() -> Measures:
    """Return the counters of this process; made at first use, because the library then reads where they are kept."""
    from prometheus_client import CollectorRegistry, Counter, Histogram

    registry = CollectorRegistry()
    return Measures(
        registry=registry,
        requests=Counter("etalase_requests", "Requests answered.", ["endpoint", "method", "status"], registry=registry),
        seconds=Histogram(
            "etalase_request_seconds", "Time to the answer.", ["endpoint"], registry=registry, buckets=STEPS
        ),
        failures=Counter("etalase_sign_in_failures", "Sign-ins refused.", registry=registry),
    )


class _Moment:
    """Gives gauges in the library's form."""

    def __init__(self, gauges: Iterable[Gauge]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator["Metric"]:
        """Give each figure."""
        from prometheus_client.metrics_core import GaugeMetricFamily

        for gauge in self._gauges:
            family = GaugeMetricFamily(gauge.name, gauge.about, labels=[gauge.label] if gauge.label else [])
            for value, figure in gauge.values.items():
                family.add_metric([value] if gauge.label else [], figure)
            yield family


def _count(_app: Flask, response: Response) -> None:
    endpoint = request.endpoint or "none"
    method = request.method if request.method in METHODS else "other"
    found = measures()
    found.requests.labels(endpoint, method, str(response.status_code)).inc()
    found.seconds.labels(endpoint).observe(seconds_so_far())
    if endpoint in SIGNING_IN and method == "POST" and response.status_code >= REFUSED:
        found.failures.inc()
