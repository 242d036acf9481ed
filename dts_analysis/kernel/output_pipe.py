"""Where what a kernel's forks print comes in: a socket in its private directory, not a port of the machine.

ipykernel binds it to 127.0.0.1 whatever transport the kernel was given, and asks nobody. Of it, here and nowhere
else: ``kernelapp.IOPubThread``, and its methods and attributes named in `PrivatePipe`. A test names them. Should
they change, kernels do the same over a port.
"""

import warnings

import zmq
from ipykernel import iostream, kernelapp
from zmq.eventloop.zmqstream import ZMQStream

PIPE = "forks"  # the socket's name


def keep_in(folder):
    """Let the kernel that is started next in this process have its pipe in this directory, which is private."""
    kernelapp.IOPubThread = type("PrivatePipe", (PrivatePipe,), {"address": f"ipc://{folder}/{PIPE}"})


class PrivatePipe(iostream.IOPubThread):
    """ipykernel's thread of outputs, its pipe bound to `address`."""

    address = ""

    def _setup_pipe_in(self):
        self._pipe_uuid, self._pipe_port = iostream.os.urandom(16), 0
        pipe = self.socket.context.socket(zmq.PULL)
        pipe.linger = 0
        try:
            pipe.bind(self.address)
        except zmq.ZMQError as fault:
            warnings.warn(f"no output of forked processes: {fault}", stacklevel=2)
            self._pipe_flag = False
            pipe.close()
            return
        self._pipe_in = ZMQStream(pipe, self.io_loop)
        self._pipe_in.on_recv(self._handle_pipe_msg)

    def _setup_pipe_out(self):
        context = zmq.Context()  # of the fork's own
        pipe = context.socket(zmq.PUSH)
        pipe.linger = 3000  # milliseconds
        pipe.connect(self.address)
        return context, pipe
