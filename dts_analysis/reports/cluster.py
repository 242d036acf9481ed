"""Jobs spread over a Dask cluster: the queue, the retries and the care for lost workers are Dask's."""

import asyncio
import contextlib
import threading
import uuid

from .. import kernel
from ..errors import DtsError, finding
from ..messages import say
from .make import Maker, Outcome
from .workers import TRIES

try:
    import distributed
except ImportError:  # the extra is optional; `spread_over` says how to get it
    distributed = None  # type: ignore[assignment]

LOCAL = "local"
CONNECT_SECONDS = 15


def spread_over(jobs, kit, address, workers=None):
    """Yield ``(place in jobs, Outcome)`` as a cluster's workers are done, in any order.

    Parameters
    ----------
    jobs : sequence of Job
    kit : Kit
        Its data and target must lie where every worker reaches them.
    address : str
        A scheduler's, such as ``tcp://host:8786``, or "local" to start one here.
    workers : int, optional
        How many processes a local cluster has.

    Raises
    ------
    DtsError
        Where Dask is not installed, or nobody answers at the address.
    """
    if distributed is None:
        facts = {"scheme": "dask", "module": "distributed", "extra": "cluster"}
        raise DtsError(finding("extra_missing", address, **facts))
    name, call = f"dts-{uuid.uuid4().hex[:8]}", uuid.uuid4().hex[:8]
    with _client(address, workers) as client:
        client.register_plugin(_plugin(kit), name=name)
        keys = [f"{job.place}-{call}" for job in jobs]
        futures = client.map(_make, jobs, plugin=name, key=keys, retries=TRIES - 1, pure=False)
        places = {future.key: at for at, future in enumerate(futures)}
        try:
            for future in distributed.as_completed(futures):
                yield places[future.key], _outcome(future)
                future.release()
        finally:
            client.cancel(futures)
            client.unregister_worker_plugin(name)


class Unlucky(Exception):
    """An outcome that may be better at the next try; Dask counts the tries."""

    def __init__(self, outcome):
        super().__init__(outcome)
        self.outcome = outcome


def _make(job, plugin):
    """Runs in a worker."""
    outcome = distributed.get_worker().plugins[plugin].maker().make(job)
    if outcome.try_again:
        raise Unlucky(outcome)
    return outcome


def _outcome(future):
    fault = future.exception() if future.status == "error" else None
    if fault is None:
        return future.result()
    if isinstance(fault, Unlucky):
        return fault.outcome
    return Outcome("failed", error=say("report_worker_lost", reason=f"{type(fault).__name__}: {fault}"))


@contextlib.contextmanager
def _client(address, workers):
    try:
        if address == LOCAL:
            cluster = distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
        else:
            cluster = contextlib.nullcontext(address)
        with cluster as where, distributed.Client(where, timeout=CONNECT_SECONDS) as client:
            yield client
    except OSError as fault:  # Dask's words for a scheduler that does not answer
        raise DtsError(finding("cluster_silent", address, reason=str(fault))) from fault


def _plugin(kit):
    """Return what every worker of the cluster holds during a call: one maker a thread."""

    class Makers(distributed.WorkerPlugin):
        def setup(self, worker):
            kernel.warm_up()
            self.own, self.all = threading.local(), []

        def maker(self):
            if not hasattr(self.own, "maker"):
                self.own.maker = Maker(kit)
                self.all.append(self.own.maker)
            return self.own.maker

        async def teardown(self, worker):
            for maker in self.all:
                await asyncio.to_thread(maker.close)

    return Makers()
