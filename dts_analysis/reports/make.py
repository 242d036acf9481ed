"""One job made into one report, by a process with a prestarted kernel: the same on one machine and on many."""

import asyncio
import contextvars
import os
import re
import tempfile
import time
from dataclasses import dataclass

import nbformat
import papermill
from jupyter_core.utils import ensure_event_loop, run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines

from .. import kernel, messages
from ..dataset.provenance import code as code_digest
from ..files import place, why_unwritten, write, write_all
from ..kernel.prestarted import Prestarted
from ..messages import say
from .metadata import spoken
from .pages import page
from .stamp import FILES, stamp

ENGINE = "dts-prestarted"
INJECTED = "injected-parameters"
_WARNING = re.compile(r"\w*Warning: .*")


@dataclass(frozen=True)
class Kit:
    """What a process needs to make any report of a call."""

    sources: dict  # notebook's name -> its text, without outputs
    home: str  # the folder notebooks run in
    processed: str  # where they find their data, seen from there
    reports: str  # where reports go: a folder or an address
    kernel: str
    language: str
    code: str  # fingerprint of the package that planned the jobs
    seconds: float  # the longest a notebook may take
    memory_megabytes: int  # the most its kernel may take on top of its start
    output_megabytes: int  # the most it may show

    def maker(self):
        """Return what makes the reports in a process."""
        return Maker(self)


@dataclass(frozen=True)
class Outcome:
    """What became of a job: ``done`` (`error` tells what it warned of) or ``failed`` (`error` tells why)."""

    status: str
    seconds: float = 0.0
    error: str = ""
    try_again: bool = False  # it may have been the machine's fault: it died, or took too long
    unwritten: int = 0  # the system's number of the fault that kept it from being written, -1 where it has none


class KernelNotStarted(Exception):
    """No kernel can be had in this process."""


class NotWritten(Exception):
    """A report is made, and cannot be put where it belongs."""


class OutputTooLarge(Exception):
    """A notebook shows more than any reader can read."""


class Maker:
    """Makes reports one after another, each in a kernel of its own."""

    def __init__(self, kit):
        self.kit = kit
        self.is_spent = False  # it can start no more kernels
        self.code = code_digest()
        messages.use(kit.language)
        self.context = contextvars.copy_context()  # where Jupyter keeps its event loop, whatever thread's task
        self.loop = self.context.run(ensure_event_loop)
        is_there = os.path.isdir(kit.home)  # it need not be on another host
        home = kit.home if is_there else tempfile.gettempdir()
        environment = {"DTS_LANG": kit.language, kernel.MEMORY_LIMIT: str(kit.memory_megabytes)}
        self.kernels = Prestarted(kit.kernel, home, self.loop, os.environ | environment)
        documents = {name: nbformat.reads(text, as_version=4) for name, text in kit.sources.items()}
        self.notebooks = {name: spoken(each, kit.language) for name, each in documents.items()}

    def make(self, job, is_last=False):
        """Return the `Outcome` of a job; where it is done, its report is there, whole.

        Before the last job no kernel is started for a next one.
        """
        start = time.perf_counter()
        try:
            warned = self.context.run(self._make, job, is_last)
        except Exception as fault:  # one notebook's fault, whatever it is, must not stop the others
            self.is_spent |= isinstance(fault, DeadKernelError | KernelNotStarted)  # the fork server may be gone
            again = isinstance(fault, DeadKernelError | CellTimeoutError | KernelNotStarted)
            unwritten = (fault.__cause__.errno or -1) if isinstance(fault, NotWritten) else 0
            return Outcome("failed", time.perf_counter() - start, self._sentence(fault), again, unwritten)
        return Outcome("done", time.perf_counter() - start, warned)

    def close(self):
        """End the kernel that nobody will take."""
        self.context.run(self.kernels.close)

    def _make(self, job, is_last):
        if self.code != self.kit.code:
            raise RuntimeError(say("report_other_code"))
        parameters = dict(job.parameters)
        if "processed_dir" in job.notebook.parameters:
            parameters["processed_dir"] = self.kit.processed
        document = papermill.execute_notebook(
            self.notebooks[job.notebook.name],
            None,
            parameters,
            engine_name=ENGINE,
            kernel_name=self.kit.kernel,
            progress_bar=False,
            kernels=self.kernels,
            is_last=is_last,
            seconds=self.kit.seconds,
            output_bytes=self.kit.output_megabytes * 2**20,
        )
        warned = clean(document)
        reports = place(self.kit.reports)
        made, path = page(document, job), reports / f"{job.place}.html"
        try:
            earlier = stamp(path).files
            write_all(path.parent / FILES, made.files)
            write(path, made.text.encode())  # last: a page vouches for its files
            for name in set(earlier) - set(made.files):
                (path.parent / FILES / name).unlink(missing_ok=True)
        except OSError as fault:
            raise NotWritten from fault
        return warned

    def _sentence(self, fault):
        if isinstance(fault, papermill.PapermillExecutionError):
            return fault.evalue if fault.ename == "DtsError" else f"{fault.ename}: {fault.evalue}"
        if isinstance(fault, CellTimeoutError):
            return say("report_too_long", seconds=self.kit.seconds)
        if isinstance(fault, DeadKernelError | KernelNotStarted):
            return say("report_kernel_died")
        if isinstance(fault, OutputTooLarge):
            return say("report_too_large", megabytes=self.kit.output_megabytes)
        if isinstance(fault, NotWritten):
            return say("report_unwritten", reason=why_unwritten(fault.__cause__))
        return f"{type(fault).__name__}: {fault}".partition("\n")[0]


def clean(document):
    """Take what is not for a reader out of an executed notebook; return what it warned of, in one line.

    Out go times, papermill's notes and error streams, which name files of the machine; so the same data make
    the same bytes.
    """
    warned = []
    document.metadata.pop("papermill", None)
    for cell in document.cells:
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if INJECTED in cell.metadata.get("tags", []):
            cell.id = INJECTED
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                warned += _WARNING.findall(output.text) or output.text.strip().splitlines()[-1:]
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    return "; ".join(dict.fromkeys(warned))


class PrestartedEngine(Engine):
    """papermill's engine for prestarted kernels."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, *, kernels, is_last, seconds, output_bytes, **kwargs):
        """Execute a notebook in a kernel of `kernels`, within `seconds` and `output_bytes`."""
        try:
            manager, client = kernels.take()
        except (EOFError, OSError, RuntimeError) as fault:  # the fork server is gone; or Jupyter's own words
            raise KernelNotStarted from fault
        try:
            if not is_last:
                kernels.prepare()
            runner = _Runner(nb_man, km=manager, kernel_name=kernel_name, record_timing=False)
            runner.kc = client
            runner.limit(seconds, output_bytes)
            runner.execute()
        except DeadKernelError:
            if runner.room >= 0:  # else it was the runner that gave up
                raise
        finally:
            kernels.end(manager, client)
        if runner.room < 0:
            raise OutputTooLarge


papermill_engines.register(ENGINE, PrestartedEngine)


class _Runner(PapermillNotebookClient):
    """papermill's client, with an end to its time and to what it takes in."""

    def limit(self, seconds, output_bytes):
        deadline = time.monotonic() + seconds
        self.timeout_func = lambda cell: max(deadline - time.monotonic(), 0.001)
        self.room = output_bytes

    async def async_execute_cell(self, cell, cell_index, **options):
        self.execution = asyncio.ensure_future(super().async_execute_cell(cell, cell_index, **options))
        return await self.execution

    execute_cell = run_sync(async_execute_cell)

    def process_message(self, msg, cell, cell_index):
        self.room -= _length(msg["content"])
        if self.room < 0:  # do not wait for its end: it may print for ever
            self.execution.cancel()
            return None
        return super().process_message(msg, cell, cell_index)


def _length(content):
    """Return how many characters a message carries, whatever it is."""
    if isinstance(content, dict):
        return sum(_length(each) for each in content.values())
    if isinstance(content, list):
        return sum(_length(each) for each in content)
    return len(content) if isinstance(content, str) else 0
