"""How a call ends whatever happens to it: Ctrl-C at any moment, a kill, a system that refuses."""

import os
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest
from filelock import FileLock

from dts_analysis import messages
from dts_analysis.cli import temporary

needs_posix = pytest.mark.skipif(os.name != "posix", reason="signals and sockets of POSIX")


def run(code, **environment):
    """Run Python code in a process of its own that hears Ctrl-C."""
    deaf_no_more = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    command = [sys.executable, "-c", deaf_no_more + textwrap.dedent(code)]
    known = {key: value for key, value in os.environ.items() if key != "DTS_LANG"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=known | environment)


def interrupted_at(module):
    """Return code whose `dts --version` is interrupted when this module is about to be imported."""
    return f"""
        import os, sys
        class Interrupt:
            def find_spec(self, name, *_):
                if name == "{module}":
                    sys.meta_path.remove(self)
                    os.kill(os.getpid(), signal.SIGINT)
        sys.meta_path.insert(0, Interrupt())
        sys.argv = ["dts", "--version"]
        from dts_analysis.cli import main
        main()
    """


@needs_posix
@pytest.mark.parametrize("module", ["click", "pandas", "dts_analysis.workspace"])
def test_ctrl_c_during_the_first_imports_is_a_sentence(module):
    done = run(interrupted_at(module))
    assert (done.returncode, done.stderr.strip()) == (130, messages.say("cli_interrupted"))


@needs_posix
@pytest.mark.parametrize("moment", ["a clean-up", "the end of the process"])
def test_a_second_ctrl_c_ends_with_130(moment):
    done = run(f"""
        import atexit, os, sys, dts_analysis.cli.commands as commands
        interrupt = lambda: os.kill(os.getpid(), signal.SIGINT)
        def work():
            try:
                interrupt()
            finally:
                if {moment == "a clean-up"}:
                    interrupt()
        atexit.register(interrupt)
        commands.main = work
        from dts_analysis.cli import main
        main()
    """)
    assert done.returncode == 130
    assert "Traceback" not in done.stderr


@needs_posix
def test_a_process_started_deaf_to_ctrl_c_stays_so():
    done = run("""
        import os, sys
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.argv = ["dts", "--version"]
        from dts_analysis.cli import main
        os.kill(os.getpid(), signal.SIGINT)
        try:
            main()
        finally:
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    """)
    assert done.returncode == 0, done.stderr


def dts(*arguments, **environment):
    known = {key: value for key, value in os.environ.items() if key != "DTS_LANG"} | environment
    command = [sys.executable, "-m", "dts_analysis.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=known)


@needs_posix
def test_a_temporary_folder_too_long_for_sockets_is_a_sentence(tmp_path):
    long = tmp_path / ("x" * 110)
    long.mkdir()
    done = dts("--home", Path(__file__).parents[1], "criteria", "list", TMPDIR=str(long))
    assert done.returncode == 2
    assert "đường dẫn của thư mục tạm quá dài. Cần: " in done.stderr.replace("; cần: ", ". Cần: ")
    assert "TMPDIR" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["template", "draft"])
def test_a_target_that_the_system_refuses_is_a_sentence(tmp_path, command):
    target = tmp_path / ("y" * 300)
    home = ("--home", Path(__file__).parents[1])
    if command == "template":
        done = dts(*home, "template", "--year", 2022, "--unit", 373, "--out", target)
    else:
        done = dts(*home, "criteria", "draft", "ninhbinh_district_2023", "--year", 2024, "--out", f"{target}.yml")
    assert done.returncode == 2
    assert messages.say("unwritten_name_long") in done.stderr
    assert "Traceback" not in done.stderr


def call_folder(system, name, age=60.0):
    """Return a call's temporary folder as a killed call leaves it: with sockets' folders inside."""
    folder = system / f"{temporary.PREFIX}{name}"
    (folder / "pymp-1").mkdir(parents=True)
    lock = folder / temporary.LOCK
    lock.touch()
    os.utime(lock, (time.time() - age,) * 2)
    return folder


def test_a_kill_leaves_a_folder_that_the_next_call_sweeps_and_no_other(tmp_path):
    killed, begun = call_folder(tmp_path, "killed"), call_folder(tmp_path, "begun", age=0.0)
    at_work = call_folder(tmp_path, "at_work")
    others = [tmp_path / "pymp-2", tmp_path / "dts-kernel-3", tmp_path / f"{temporary.PREFIX}without_lock"]
    for each in others:
        each.mkdir()
    with FileLock(at_work / temporary.LOCK):
        os.utime(at_work / temporary.LOCK, (time.time() - 60,) * 2)
        temporary.sweep(tmp_path)
        assert not killed.exists()
        assert all(each.exists() for each in [begun, at_work, *others])


@needs_posix
def test_a_link_is_not_swept_through(tmp_path):
    elsewhere = call_folder(tmp_path / "elsewhere", "kept")
    (tmp_path / "system").mkdir()
    (tmp_path / "system" / f"{temporary.PREFIX}link").symlink_to(elsewhere)
    temporary.sweep(tmp_path / "system")
    assert (elsewhere / "pymp-1").is_dir()


@needs_posix
@pytest.mark.parametrize("imported", ["", "multiprocessing.util"])
def test_a_call_takes_its_own_temporary_folder_away_in_silence(imported):
    with tempfile.TemporaryDirectory(dir="/" + "tmp") as folder:
        done = run(
            f"""
            import sys, {imported or "os"}
            from dts_analysis.cli.temporary import own_temporary
            from dts_analysis import kernel
            own_temporary()
            import tempfile
            assert "dts-call-" in tempfile.gettempdir()
            kernel.start(print, "forked").join()
            """,
            TMPDIR=folder,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert list(Path(folder).iterdir()) == []
