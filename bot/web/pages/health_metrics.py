"""The numbers in the shape that Prometheus reads. A registry of its own, made anew for each answer: nothing of the process leaks in."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlmodel import Session

from bot.reports.working_figures import Counts, counts, gauges

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Figures(Collector):
    def __init__(self, session: Session) -> None:
        self._session = session

    def describe(self) -> list[Metric]:
        """Nothing is read until it is asked for."""
        return []

    def collect(self) -> Iterator[Metric]:
        for gauge in gauges(self._session):
            family = GaugeMetricFamily(f"gatepost_{gauge.name}", gauge.about, labels=gauge.labels)
            for labels, value in gauge.values:
                family.add_metric(labels, value)
            yield family
        found = counts(self._session)
        jobs = CounterMetricFamily("gatepost_jobs", "Pieces of work by job; failed is a defect of Gatepost's own", labels=("job", "outcome"))
        for (job, outcome), number in sorted(found.jobs.items()):
            jobs.add_metric((job, outcome), number)
        yield jobs
        yield _sweeps(found)


def _sweeps(found: Counts) -> HistogramMetricFamily:
    family = HistogramMetricFamily("gatepost_sweep_seconds", "How long it took to find and hand out what was due")
    ends = sorted(end for end in found.sweeps if end is not None)
    buckets, so_far = [], 0
    for end in ends:
        so_far += found.sweeps[end]
        buckets.append((str(float(end)), float(so_far)))
    buckets.append(("+Inf", float(so_far + found.sweeps.get(None, 0))))
    family.add_metric((), buckets, sum_value=found.seconds)
    return family


def written(session: Session) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(session))
    return generate_latest(registry)
