"""A warm Jupyter kernel: forked from a process that has paid for its imports, not started anew.

The kernel is a real ipykernel with a fresh namespace; papermill, nbclient, nbval, nbconvert and JupyterLab use
it by its name, `KERNEL`. Where fork does not exist, stock kernels serve.
"""

import multiprocessing
from typing import Any

KERNEL = "dts-warm"
STOCK = "python3"
MEMORY_LIMIT = "DTS_KERNEL_MEMORY_MB"  # environment variable: what a warm kernel may take on top of its start


def available() -> bool:
    """Return whether warm kernels can be forked here.

    >>> available() in (True, False)
    True
    """
    return "forkserver" in multiprocessing.get_all_start_methods()


def best() -> str:
    """Return the name of the kernel that serves best here: `KERNEL`, or `STOCK` where there is no fork."""
    return KERNEL if available() else STOCK


def warm_up(*modules: Any) -> None:
    """Start the fork server, so that it imports while the caller does something else; nothing without fork.

    Parameters
    ----------
    modules : str
        Further modules it shall import, for processes other than kernels that are forked from it.
    """
    if available():
        from . import server

        server.warm_up(modules)


def start(target: Any, *arguments: Any) -> Any:
    """Return a started process that calls `target` with `arguments`, forked from the warm server where it can be.

    It is killed where it still lives when this process exits.
    """
    if available():
        from . import server

        return server.fork(target, *arguments)
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


def join_family() -> None:
    """To be called in a process made by `start`: it ends when its maker ends, and forks from the same server."""
    from . import child

    child.settle()
    if available():
        from . import server

        server.share()
