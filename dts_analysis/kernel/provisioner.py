"""The kernel provisioner: Jupyter's own extension point for where a kernel's process comes from."""

import asyncio
import contextlib
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
import types
import uuid

from jupyter_client.provisioning import KernelProvisionerBase

from . import child

PRELOAD = ["dts_analysis.kernel.preload"]
POLL_SECONDS = 0.02
_starting = threading.Lock()


def fork_context():
    """Return the multiprocessing context whose children are forked from the preloaded process."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context


def warm_up():
    """Start the fork server, so that it imports while the caller does something else."""
    from multiprocessing import forkserver

    fork_context()
    with _starting, _without_main(), _single_thread():
        forkserver.ensure_running()


class WarmProvisioner(KernelProvisionerBase):
    """Forks a kernel from the preloaded process; its messages go over sockets in a private directory."""

    process = None
    folder = None

    @property
    def has_process(self):
        """Whether a kernel was forked and not yet waited for."""
        return self.process is not None

    async def pre_launch(self, **kwargs):
        """Choose a socket path of its own for this kernel: with a shared one, parallel kernels mix up."""
        manager = self.parent
        kwargs.pop("extra_arguments", None)
        self.folder = tempfile.mkdtemp(prefix="dts-kernel-")  # mode 0700
        manager.transport = "ipc"
        manager.ip = os.path.join(self.folder, uuid.uuid4().hex[:8])
        manager.cache_ports = False
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd, **kwargs):
        """Fork the kernel and return its connection information."""
        environment = dict(kwargs.get("env") or os.environ)
        arguments = (self.parent.connection_file, self.folder, kwargs.get("cwd"), environment)
        self.process = fork_context().Process(target=child.serve, args=arguments, daemon=False)
        with _starting, _without_main(), _single_thread():
            self.process.start()
        return self.connection_info

    async def poll(self):
        """Return None while the kernel lives, else its exit status."""
        return 0 if self.process is None else self.process.exitcode

    async def wait(self):
        """Wait until the kernel has ended and return its exit status."""
        status = 0
        if self.process is not None:
            while (status := self.process.exitcode) is None:
                await asyncio.sleep(POLL_SECONDS)
            self.process.join()
            self.process = None
        return status

    async def send_signal(self, signum):
        """Send a signal to the kernel; one that has ended already takes none."""
        if self.process is not None and self.process.exitcode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, signum)

    async def kill(self, restart=False):
        """Kill the kernel at once."""
        await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart=False):
        """Ask the kernel to end."""
        await self.send_signal(signal.SIGTERM)

    async def cleanup(self, restart=False):
        """Take away the kernel's sockets."""
        if self.folder and not restart:
            shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def _without_main():
    """Hide the program that runs: a fork would import it once more, and a kernel has its own ``__main__``."""
    real = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = real


@contextlib.contextmanager
def _single_thread():
    """One thread of linear algebra in the fork server and so in every kernel."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)
