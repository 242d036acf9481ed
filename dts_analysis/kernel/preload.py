"""What the fork server imports once for every kernel: the notebooks' stack, with its caches warm.

Importing this module is its effect. It starts no thread that a fork would lose: one thread for linear
algebra, none for reading.
"""

# ruff: noqa: F401 - importing is what this module does
import os
import signal
import sys

if signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()):  # held back by who starts the fork server
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's interrupt is the runner's affair; so in forks
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # Arrow's own takes 25 MB at the first table
os.environ.setdefault("JE_ARROW_MALLOC_CONF", "background_thread:false")  # and starts a thread, used or not
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # else the debugger tells of frozen modules

import faulthandler
import gc
import importlib
import io
import pkgutil
import sqlite3

import ipykernel.debugger
import ipykernel.kernelapp
import matplotlib

matplotlib.use("agg")
import IPython.core.completerlib
import IPython.core.debugger
import IPython.core.logger
import IPython.core.oinspect
import IPython.extensions.storemagic
import matplotlib_inline.backend_inline
import pandas
import psutil
import pyarrow.dataset
import pyarrow.parquet
import seaborn
import tornado.platform.asyncio

import dts_analysis.analysis
import dts_analysis.dataset
import dts_analysis.messages
import dts_analysis.scoring
import dts_analysis.show

from . import child, module_snapshot, output_pipe

for _room in (dts_analysis.analysis, dts_analysis.show):
    for _module in pkgutil.walk_packages(_room.__path__, f"{_room.__name__}."):
        importlib.import_module(_module.name)


def _end_quietly(kind, error, trace):
    """Without a word where who asked for a process was interrupted or killed while it asked."""
    if not issubclass(kind, EOFError | ConnectionError):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _end_quietly


def rehearse():
    """Do once, small, what every notebook does first: what that looks up and sets up is then shared by all."""
    dts_analysis.messages.table()
    dts_analysis.show.empty_chart()._repr_mimebundle_()  # fonts and styles
    table = pandas.DataFrame({"a": ["x", "y", "x"], "b": [1.0, 2.0, float("nan")], "c": [True, False, True]})
    table = table.assign(d=table["a"].astype("category"), e=pandas.array([1, None, 2], dtype="Int64"))
    stored = pyarrow.parquet.ParquetFile(io.BytesIO(table.to_parquet()), pre_buffer=False)
    table = stored.read(use_threads=False).to_pandas(use_threads=False)  # a fork would lose threads
    summed = table.groupby(["a", "d"], observed=True)[["b", "c"]].sum().reset_index()
    merged = table.merge(summed, on="a").sort_values("a", kind="stable").drop_duplicates("a")
    summed.pivot(index="a", columns="d", values="b").to_dict()
    repr(summed)
    dts_analysis.show.Table(merged.astype("str").set_index("a"))._repr_html_()


rehearse()
MODULES = module_snapshot.take()
gc.collect()
