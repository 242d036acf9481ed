"""Prestarted kernels: the next one is started and greeted while the notebook before it still runs."""

import asyncio
import contextlib
import os
import queue
import time

from jupyter_client.manager import AsyncKernelManager

STARTUP_SECONDS, ANSWER_SECONDS = 60.0, 1.0
NO_HISTORY = "--HistoryManager.enabled=False"  # nobody asks for it, and keeping it takes a thread and a database


class Prestarted:
    """Hands out kernels that have answered already, one notebook each, and takes them back to end them.

    Everything waits in one event loop: while a client runs a notebook in `loop`, the next kernel is greeted
    there, and the one before is ended there.

    Parameters
    ----------
    kernel_name : str
    cwd : str
        The folder kernels start in.
    loop : asyncio event loop
        The loop the clients' messages run in.
    environment : dict
        The kernels' whole environment.

    Examples
    --------
    ::

        manager, client = kernels.take()
        try:
            kernels.prepare()            # so that the next `take` returns at once
            ...                          # run one notebook
        finally:
            kernels.end(manager, client)
    """

    def __init__(self, kernel_name, cwd, loop, environment):
        self.kernel_name, self.cwd, self.loop = kernel_name, os.path.abspath(cwd), loop
        self.environment = environment
        self.next = None
        self.ending = set()

    def prepare(self):
        """Start the next kernel, where it is not started yet."""
        self.next = self.next or self.loop.create_task(_started(self.kernel_name, self.cwd, self.environment))

    def take(self):
        """Return ``(manager, client)`` of a kernel that has answered."""
        self.prepare()
        ready, self.next = self.next, None
        return self.loop.run_until_complete(ready)

    def end(self, manager, client):
        """Kill a kernel: a notebook's kernel holds nothing worth waiting for."""
        task = self.loop.create_task(_end(manager, client))
        self.ending.add(task)
        task.add_done_callback(self.ending.discard)

    def close(self):
        """End the kernel that nobody will take, and wait until all have ended."""
        if self.next is not None:
            ready, self.next = self.next, None
            with contextlib.suppress(Exception):  # a kernel that would not start needs no ending
                self.end(*self.loop.run_until_complete(ready))
        while self.ending:
            self.loop.run_until_complete(asyncio.wait(list(self.ending)))


async def _started(kernel_name, cwd, environment):
    manager = AsyncKernelManager(kernel_name=kernel_name)
    await manager.start_kernel(cwd=cwd, env=environment, extra_arguments=[NO_HISTORY])
    client = manager.client()
    try:
        client.start_channels()
        await _greeted(manager, client)
    except BaseException:
        await _end(manager, client)
        raise
    client.allow_stdin = False
    return manager, client


async def _greeted(manager, client):
    """Wait until the kernel has answered, and its output is seen to arrive.

    As the client's own ``wait_for_ready``, which then waits another 0.2 s for what comes from the start; a
    notebook's client passes that over.
    """
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        client.kernel_info()
        with contextlib.suppress(queue.Empty):
            await client.get_shell_msg(timeout=ANSWER_SECONDS)
            await client.get_iopub_msg(timeout=ANSWER_SECONDS)
            return
        if not await manager.is_alive():
            break
    raise RuntimeError(f"no answer from kernel {manager.kernel_name}")


async def _end(manager, client):
    client.stop_channels()
    with contextlib.suppress(RuntimeError):  # it has ended by itself
        await manager.shutdown_kernel(now=True)
    await manager.cleanup_resources()
