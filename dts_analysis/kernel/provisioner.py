"""The kernel provisioner: Jupyter's own extension point for where a kernel's process comes from."""

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
import time
import uuid

from jupyter_client.provisioning import KernelProvisionerBase

from . import child, server

POLL_SECONDS = 0.02
BIND_SECONDS, KILL_SECONDS, LOOK_SECONDS = 5.0, 1.0, 0.004


class WarmProvisioner(KernelProvisionerBase):
    """Forks a kernel from the preloaded process; its messages go over sockets in a private directory."""

    process = None
    folder = None
    arguments = ()

    @property
    def has_process(self):
        """Whether a kernel was forked and not yet waited for."""
        return self.process is not None

    async def pre_launch(self, **kwargs):
        """Choose a socket path of its own for this kernel: with a shared one, parallel kernels mix up.

        A restarted kernel keeps its path, and so its clients.
        """
        manager = self.parent
        self.arguments = kwargs.pop("extra_arguments", [])
        if self.folder is None:
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
        cwd = os.path.abspath(kwargs.get("cwd") or os.curdir)  # the client's, not the fork server's
        given = (self.parent.connection_file, self.folder, cwd, environment, list(self.arguments))
        self.process = server.fork(child.serve, *given)
        await self._bound()
        return self.connection_info

    async def _bound(self):
        """Wait until the kernel has bound its sockets: a client that comes earlier tries again 0.1 s later."""
        ports = [port for name, port in self.connection_info.items() if name.endswith("_port")]
        sockets = [f"{self.connection_info['ip']}-{port}" for port in ports]
        await self._until(lambda: all(map(os.path.exists, sockets)), BIND_SECONDS)

    async def _until(self, is_so, seconds):
        """Wait until it is so, the kernel has ended or the time is up: who asks next finds out what is wrong."""
        process, deadline = self.process, time.monotonic() + seconds
        while process.exitcode is None and not is_so() and time.monotonic() < deadline:
            await asyncio.sleep(LOOK_SECONDS)

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
        """Send a signal to the kernel and what it started; one that has ended already takes none."""
        if self.process is not None and self.process.exitcode is None:
            with contextlib.suppress(ProcessLookupError):
                if os.getpgid(self.process.pid) == self.process.pid:
                    os.killpg(self.process.pid, signum)
                else:  # forked a moment ago, and not yet a group of its own
                    os.kill(self.process.pid, signum)

    async def kill(self, restart=False):
        """Kill the kernel at once, and see it end: Jupyter would look again only 0.1 s later."""
        await self.send_signal(signal.SIGKILL)
        if self.process is not None:
            await self._until(lambda: False, KILL_SECONDS)

    async def terminate(self, restart=False):
        """Ask the kernel to end."""
        await self.send_signal(signal.SIGTERM)

    async def cleanup(self, restart=False):
        """Take away the kernel's sockets."""
        if self.folder and not restart:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None
