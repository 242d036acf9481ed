"""The warm kernel: a real one, fresh every time, with the stock kernel's results and errors, and no orphans."""

import asyncio
import importlib
import inspect
import multiprocessing
import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import forkserver, resource_tracker
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest
from ipykernel import iostream, kernelapp
from ipykernel.ipkernel import IPythonKernel
from IPython.core.shellapp import InteractiveShellApp
from jupyter_client.manager import KernelManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.preprocessors import ExecutePreprocessor

from dts_analysis import dataset, kernel
from dts_analysis.kernel import module_snapshot, server
from dts_analysis.kernel.prestarted import Prestarted

HOME = Path(__file__).parents[1]


@pytest.fixture(scope="module", autouse=True)
def _fork():
    assert kernel.best() == (kernel.KERNEL if kernel.available() else kernel.STOCK)
    kernel.warm_up()


def ran(*sources, kernel_name=None, **options):
    """Return the outputs' text of cells run in one kernel."""
    document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(document, kernel_name=kernel_name or kernel.best(), **options).execute()
    return ["".join(output.get("text", "") for output in cell.outputs).strip() for cell in document.cells]


def test_the_stack_is_there_before_anything_is_imported():
    assert ran("import sys; print('seaborn' in sys.modules)") == [str(kernel.available())]


@pytest.mark.parametrize("name", sorted(path.stem for path in (HOME / "notebooks").glob("*.ipynb")))
def test_a_notebook_imports_nothing_that_the_fork_server_has_not_imported(tmp_path, name):
    told = tmp_path / "told"
    kernel.start(exec, f"import sys; open({str(told)!r}, 'w').write(' '.join(sys.modules))").join()
    document = of_the_project(name)
    document.cells.append(nbformat.v4.new_code_cell("import sys; print(*sys.modules)"))
    execute_at_home(document, kernel.best())
    late = {*document.cells[-1].outputs[0].text.split()} - {*told.read_text().split(), "zmq.utils.garbage"}
    assert late == set(), "every kernel imports these anew: kernel/preload.py could, once for all"


def test_a_debugger_knows_which_files_are_not_the_notebooks():
    ask = "files = get_ipython().kernel.debugger.kernel_modules; import json, dts_analysis; "
    assert ran(ask + "print(len(files) > 500, json.__file__ in files, dts_analysis.__file__ in files)") == [
        "True True True"
    ]
    own = "{id(each.__file__) for each in preload.MODULES.values()}"
    ask += f"from dts_analysis.kernel import preload; print({{id(each) for each in files}} <= {own})"
    assert ran(ask) == ["True"]  # the snapshot's own: no module was looked at for them


def test_an_aggressive_reset_keeps_what_was_there_before_the_notebook():
    tried = ran(
        "import sys, this, json",
        "%reset -f --aggressive",
        "import sys; print('json' in sys.modules, 'this' in sys.modules)",
        timeout=30,  # without its modules a kernel may say nothing more
    )
    assert tried[-1].splitlines()[-1] == "True False"


def test_what_is_preloaded_leaves_interrupts_to_whoever_else_imports_it():
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    code += f"import {server.PRELOAD}; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "True\n", done.stderr


def test_the_fork_server_has_one_thread_for_a_fork_loses_the_others():
    process = kernel.start(time.sleep, 60)
    assert psutil.Process(process.pid).parent().num_threads() == 1
    process.kill()
    process.join()


def test_nothing_leaks_from_one_kernel_to_the_next(tmp_path):
    ran(
        "secret = 1; import os, random, numpy as np, matplotlib, matplotlib.pyplot as plt, dts_analysis",
        f"os.environ['DTS_LEAK'] = '1'; os.chdir({str(tmp_path)!r}); random.seed(1); np.random.seed(1)",
        "matplotlib.rcParams['font.size'] = 99; plt.figure(); dts_analysis.leak = 1; plt.get_fignums()",
    )
    seen = ran(
        "import os, matplotlib, matplotlib.pyplot as plt, dts_analysis",
        "print('secret' in globals(), os.environ.get('DTS_LEAK'), os.getcwd(), hasattr(dts_analysis, 'leak'))",
        "print(matplotlib.rcParams['font.size'], plt.get_fignums())",
    )
    assert seen[1:] == [f"False None {os.getcwd()} False", "10.0 []"]


def test_two_kernels_do_not_draw_the_same_random_numbers():
    draw = "import random, numpy as np; print(random.random(), np.random.random())"
    assert ran(draw) != ran(draw)


def test_many_kernels_at_once_do_not_mix_up():
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda number: ran(f"x = {number}", "print(x * x)")[1], range(24)))
    assert found == [str(number * number) for number in range(24)]


def test_errors_timeouts_and_deaths_are_those_of_a_stock_kernel():
    for name in {kernel.best(), kernel.STOCK}:
        with pytest.raises(CellExecutionError, match=r"ValueError.*hỏng"):
            ran("raise ValueError('hỏng')", kernel_name=name)
        with pytest.raises(CellTimeoutError):
            ran("import time; time.sleep(30)", kernel_name=name, timeout=1)
        with pytest.raises(DeadKernelError):
            ran("import os; os._exit(3)", kernel_name=name)


def test_papermill_nbconvert_nbval_and_jupyterlabs_server_use_it_by_name(tmp_path):
    document = nbformat.v4.new_notebook()
    document.metadata["kernelspec"] = {"name": kernel.STOCK, "display_name": "Python 3", "language": "python"}
    document.cells = [
        nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("import os, sys\n'seaborn' in sys.modules and x", execution_count=1),
    ]
    document.cells[1].outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "1"}, execution_count=1)]
    document.cells[1].metadata["tags"] = ["nbval-check-output"]
    source = tmp_path / "small.ipynb"
    nbformat.write(document, source)
    ran_by_papermill = papermill.execute_notebook(
        str(source), None, {"x": 5}, kernel_name=kernel.KERNEL, progress_bar=False
    )
    assert ran_by_papermill.cells[-1].outputs[0].data["text/plain"] == "5"
    converted, _ = ExecutePreprocessor(kernel_name=kernel.KERNEL).preprocess(nbformat.read(source, 4), {})
    assert converted.cells[-1].outputs[0].data["text/plain"] == "1"
    command = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--nbval-lax",
        f"--nbval-kernel-name={kernel.KERNEL}",
    ]
    checked = subprocess.run([sys.executable, *command, str(source)], cwd=tmp_path, capture_output=True, text=True)
    assert "2 passed" in checked.stdout, checked.stdout
    asyncio.run(started_by_a_server())


async def started_by_a_server():
    """Start, restart and end a kernel as JupyterLab's server does."""
    server = AsyncMappingKernelManager()
    identity = await server.start_kernel(kernel_name=kernel.KERNEL)
    assert await server.is_alive(identity)
    first = server.get_kernel(identity).provisioner.process.pid
    await server.restart_kernel(identity)
    assert server.get_kernel(identity).provisioner.process.pid != first
    await server.shutdown_kernel(identity)
    assert not _alive(first)


def test_an_interrupt_stops_a_cell_and_not_the_kernel():
    manager = KernelManager(kernel_name=kernel.best())
    manager.start_kernel()
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        sent = client.execute("import time; time.sleep(60)", stop_on_error=False)  # nor what follows
        while client.get_iopub_msg(timeout=20)["msg_type"] != "execute_input":
            pass
        time.sleep(0.5)
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=20)
        assert reply["parent_header"]["msg_id"] == sent
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        assert (
            client.execute_interactive("1 + 1", timeout=20, output_hook=lambda message: None)["content"]["status"]
            == "ok"
        )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert not manager.is_alive()


def test_a_restarted_kernel_keeps_its_clients_and_forgets_the_rest():
    manager = KernelManager(kernel_name=kernel.KERNEL)
    manager.start_kernel()
    client = manager.client()
    folder = Path(manager.ip).parent
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        client.execute_interactive("kept = 1", timeout=20)
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=60)
        reply = client.execute_interactive("kept", timeout=20, output_hook=lambda message: None)
        assert reply["content"]["ename"] == "NameError"
        assert Path(manager.ip).parent == folder
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert not folder.exists()


def test_sockets_lie_in_a_private_directory_that_goes_with_the_kernel():
    manager = KernelManager(kernel_name=kernel.KERNEL)
    manager.start_kernel()
    folder = Path(manager.ip).parent
    assert manager.transport == "ipc"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    manager.shutdown_kernel(now=True)
    assert not folder.exists()


def test_a_client_killed_at_once_leaves_no_kernel_behind():
    code = textwrap.dedent("""
        import time
        from jupyter_client.manager import KernelManager
        manager = KernelManager(kernel_name="dts-warm")
        manager.start_kernel()
        client = manager.client(); client.start_channels(); client.wait_for_ready(timeout=60)
        print(manager.provisioner.process.pid, manager.ip, flush=True)
        time.sleep(60)
    """)
    client = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pid, socket = client.stdout.readline().split()
    client.send_signal(signal.SIGKILL)
    client.wait()
    deadline = time.monotonic() + 20
    while _alive(int(pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(int(pid))
    assert not Path(socket).parent.exists()


def _alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").is_dir() else True


def of_the_project(name="pillars"):
    """Return a real notebook, and see that it has data."""
    if not dataset.is_current(HOME / "data/raw", HOME / "data/processed"):
        dataset.build(HOME / "data/raw", HOME / "data/processed")
    return nbformat.read(HOME / "notebooks" / f"{name}.ipynb", as_version=4)


def execute_at_home(document, kernel_name):
    resources = {"metadata": {"path": str(HOME / "notebooks")}}
    NotebookClient(document, kernel_name=kernel_name, resources=resources).execute()


def test_both_kernels_give_the_same_outputs_cell_by_cell():
    results = []
    for name in (kernel.best(), kernel.STOCK):
        document = of_the_project()
        execute_at_home(document, name)
        results.append([[output.get("data") for output in cell.get("outputs", [])] for cell in document.cells])
    assert results[0] == results[1]


def test_without_fork_the_stock_kernel_serves(monkeypatch):
    monkeypatch.setattr(kernel.multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    assert kernel.best() == kernel.STOCK
    kernel.warm_up()


def test_the_next_kernel_is_prestarted_and_each_is_fresh(tmp_path):
    loop = asyncio.new_event_loop()
    kernels = Prestarted(kernel.best(), str(tmp_path), loop, os.environ | {"DTS_GIVEN": "here"})
    pids = []
    for _ in range(3):
        manager, client = kernels.take()
        kernels.prepare()
        code = "import os; assert 'secret' not in dir(); secret = os.environ['DTS_GIVEN'] + os.getcwd()"
        shown = []
        reply = loop.run_until_complete(
            client.execute_interactive(code + "; print(secret, os.getpid())", timeout=30, output_hook=shown.append)
        )
        assert reply["content"]["status"] == "ok", reply
        said, pid = "".join(each["content"].get("text", "") for each in shown).split()
        assert said == f"here{tmp_path}"
        pids.append(int(pid))
        kernels.end(manager, client)
    assert kernels.next is not None
    kernels.close()
    loop.close()
    assert len(set(pids)) == 3
    assert not any(_alive(pid) for pid in pids)


def test_a_kernel_that_takes_too_much_memory_is_told_so(monkeypatch):
    monkeypatch.setenv(kernel.MEMORY_LIMIT, "128")
    assert ran("x = bytearray(64 * 2**20)", "print(len(x) >> 20)")[1] == "64"
    with pytest.raises(CellExecutionError, match="MemoryError"):
        ran("x = bytearray(512 * 2**20)")


def test_workers_and_their_kernels_are_forked_from_one_server_and_lead_their_own_sessions():
    ours, theirs = multiprocessing.Pipe()
    worker = kernel.start(start_a_kernel, theirs)
    theirs.close()
    assert ours.poll(60)
    pid = ours.recv()
    assert psutil.Process(pid).ppid() == psutil.Process(worker.pid).ppid()
    assert os.getsid(pid) == pid
    assert os.getsid(worker.pid) == os.getsid(0)
    worker.kill()
    worker.join()
    deadline = time.monotonic() + 20
    while _alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(pid)


def start_a_kernel(pipe):
    """What a worker does: here, start one kernel and wait."""
    kernel.join_family()
    manager = KernelManager(kernel_name=kernel.KERNEL)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    pipe.send(manager.provisioner.process.pid)
    time.sleep(60)


def test_a_daemon_such_as_a_dask_worker_may_have_kernels(monkeypatch):
    monkeypatch.setattr(multiprocessing.current_process(), "daemon", True)
    assert ran("print(6 * 7)") == ["42"]
    assert multiprocessing.current_process().daemon


# --- what is used of libraries beyond what they document: where it is gone, it is said what and where ---------


def test_multiprocessing_has_what_the_fork_server_uses_of_it():
    for module in (forkserver, resource_tracker):
        assert "ensure_running" in module.__all__, f"{module.__name__}.ensure_running, for kernel/server.py"
    if sys.version_info < server.SHARED_BELOW:
        asked = inspect.signature(forkserver.ForkServer.ensure_running).parameters
        assert list(asked) == ["self"], "ForkServer.ensure_running(self), which server.share replaces"
        asking = inspect.getsource(forkserver.ForkServer.connect_to_new_process)
        assert "self.ensure_running()" in asking, "ForkServer.ensure_running, asked before each fork"


@pytest.mark.parametrize(
    ("reader", "reads"),
    [("ipykernel.ipkernel", IPythonKernel.__init__), ("IPython.core.shellapp", InteractiveShellApp.init_code)],
)
def test_ipykernel_and_ipython_read_the_modules_where_the_snapshot_is_shown(reader, reads):
    assert reader in module_snapshot.READERS
    module = importlib.import_module(reader)
    assert getattr(module, "sys", None) is sys, f"{reader}.sys, for kernel/module_snapshot.py"
    assert "sys.modules" in inspect.getsource(reads), f"{reads.__qualname__} read sys.modules once"


@pytest.mark.skipif(not kernel.available(), reason="no fork")
def test_a_kernel_listens_on_no_port_and_prints_what_its_forks_print():
    listening = "import psutil; found = psutil.Process().net_connections('inet')\n"
    listening += "print([each.laddr for each in found if each.status == 'LISTEN'])"
    fork = "import os, time, warnings\nwarnings.simplefilter('ignore')  # Python 3.12 warns of every fork\n"
    fork += "if os.fork() == 0:\n    print('of a fork', flush=True); os._exit(0)\n"
    fork += "os.wait(); time.sleep(0.5)"
    assert ran(listening, fork) == ["[]", "of a fork"]


def test_the_names_of_ipykernel_that_the_pipe_rests_on_are_there():
    assert kernelapp.IOPubThread is iostream.IOPubThread
    for name in ("_setup_pipe_in", "_setup_pipe_out", "_handle_pipe_msg"):
        assert callable(getattr(iostream.IOPubThread, name))
    assert "IOPubThread(" in inspect.getsource(kernelapp.IPKernelApp.init_iopub)
    source = inspect.getsource(iostream.IOPubThread)
    assert all(f"self.{name}" in source for name in ("_pipe_uuid", "_pipe_flag", "_pipe_in", "_pipe_port"))
