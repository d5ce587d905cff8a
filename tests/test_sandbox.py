"""A child process with limits: what it may do, how each way of ending is named, and that nothing of it stays."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sitrep import sandbox
from sitrep.errors import RenderFailed
from sitrep.sandbox import Limits

ECHO = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"
QUICK = Limits(wall_s=20)


@pytest.fixture
def child_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A function that makes a module of `code` which a child can run, and gives its name."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def module(code: str, name: str = "childs_code") -> str:
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
        return name

    return module


def gone(pid: int, within_s: float = 5) -> bool:
    """Whether the process ends within that time (a zombie has ended)."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] in "ZX":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.02)
    return False


def test_bytes_in_bytes_out(child_module):
    every_byte = bytes(range(256))
    assert sandbox.run(child_module(ECHO), every_byte, QUICK) == every_byte


def test_large_input_and_output_do_not_block(child_module):
    large = b"0123456789abcdef" * (1 << 20)  # 16 MB, far beyond what a pipe holds
    assert sandbox.run(child_module(ECHO), large, QUICK) == large


def test_output_written_before_the_input_is_read_does_not_block(child_module):
    code = "import sys; o = sys.stdout.buffer; o.write(b'x' * 3_000_000); o.flush(); o.write(sys.stdin.buffer.read())"
    assert sandbox.run(child_module(code), b"y" * 3_000_000, QUICK) == b"x" * 3_000_000 + b"y" * 3_000_000


def test_imports_overlap_with_the_parents_work(child_module):
    slow_import = child_module(f"import time; time.sleep(1); {ECHO}")
    with sandbox.started(slow_import, QUICK) as child:
        time.sleep(1.2)
        begun = time.monotonic()
        sandbox.send(child, b"fed late")
        assert sandbox.finish(child) == b"fed late"
        assert time.monotonic() - begun < 0.8


def test_a_child_that_waits_for_its_input_is_not_timed(child_module):
    with sandbox.started(child_module(ECHO), Limits(wall_s=0.8)) as child:
        time.sleep(1)
        sandbox.send(child, b"in time")
        assert sandbox.finish(child) == b"in time"


@pytest.mark.parametrize(
    ("code", "limits", "reason"),
    [
        ("import time; time.sleep(60)", Limits(wall_s=0.5), "took longer than 0.5 s and was stopped"),
        ("while True: pass", Limits(wall_s=20, cpu_s=1), "used more than 1 s of processor time"),
        ("x = bytearray(400 << 20)", Limits(wall_s=20, memory_bytes=300 << 20), "needed more than 300 MB of memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", QUICK, "crashed (SIGSEGV)"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", QUICK, "was killed (SIGKILL)"),
        ("import sys; sys.stdout.buffer.write(bytes(2 << 20))", Limits(file_bytes=1 << 20), "wrote more than 1 MB"),
        ("raise ValueError('no such font')", QUICK, "failed (status 1): ValueError: no such font"),
        ("import sys; sys.exit(7)", QUICK, "failed (status 7)"),
        ("def f(): f()\nf()", QUICK, "RecursionError"),
        ("import there_is_no_such_module", QUICK, "ModuleNotFoundError: No module named 'there_is_no_such_module'"),
    ],
    ids=["hang", "busy", "memory", "crash", "killed", "size", "error", "status", "recursion", "import"],
)
def test_each_way_of_failing_is_named(child_module, code, limits, reason):
    with pytest.raises(RenderFailed) as failed:
        sandbox.run(child_module(code), b"page", limits)
    assert str(failed.value).startswith("childs_code ")
    assert reason in str(failed.value)


def test_a_module_that_does_not_exist_is_named():
    with pytest.raises(RenderFailed, match="No module named"):
        sandbox.run("sitrep_without_such_a_part", b"", QUICK)


def test_a_long_complaint_is_cut(child_module):
    with pytest.raises(RenderFailed) as failed:
        sandbox.run(child_module("raise ValueError('x' * 100_000)"), b"", QUICK)
    assert len(str(failed.value)) < 700


def test_an_abandoned_child_is_gone_with_all_it_started(child_module, tmp_path):
    name = child_module(
        "import subprocess, sys; from pathlib import Path; p = subprocess.Popen(['/bin/sleep', '60'])\n"
        f"Path({str(tmp_path / 'pid')!r}).write_text(str(p.pid)); sys.stdin.read()"
    )
    with pytest.raises(ZeroDivisionError), sandbox.started(name, QUICK) as child:
        until = time.monotonic() + 10
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            assert time.monotonic() < until
            time.sleep(0.02)
        raise ZeroDivisionError
    assert child.process.returncode == -signal.SIGKILL
    assert gone(int((tmp_path / "pid").read_text()))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_child_does_not_outlive_its_parent(child_module):
    name = child_module("import time; time.sleep(60)")
    parent = subprocess.Popen(
        [sys.executable, "-c", f"from sitrep import sandbox; import time\n"
         f"c = sandbox.start({name!r}, sandbox.Limits()); print(c.process.pid, flush=True); time.sleep(60)"],
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert not gone(pid, within_s=0.3)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert gone(pid)


def test_the_child_sees_nothing_of_the_parents_environment(child_module, monkeypatch, tmp_path):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:3128")
    monkeypatch.setenv("SMTP_PASSWORD", "not for the child")
    monkeypatch.setenv("LC_ALL", "ar_SY.UTF-8")
    monkeypatch.setenv("TZ", "Asia/Damascus")
    name = child_module("import os, json; print(json.dumps(dict(os.environ)))")
    seen = json.loads(sandbox.run(name, b"", QUICK, cache=tmp_path))
    assert {"HTTPS_PROXY", "SMTP_PASSWORD"}.isdisjoint(seen)
    assert (seen["LC_ALL"], seen["TZ"], seen["PYTHONHASHSEED"]) == ("C.UTF-8", "UTC", "0")
    assert seen["HOME"] == seen["XDG_CACHE_HOME"] == str(tmp_path)


def test_the_child_has_a_session_of_its_own_and_no_core(child_module):
    own = "os.getsid(0) == os.getpid()"
    name = child_module(f"import os, resource as r; print({own}, r.getrlimit(r.RLIMIT_CORE), os.getcwd())")
    assert sandbox.run(name, b"", QUICK) == b"True (0, 0) /\n"


def test_a_lower_limit_of_the_machines_owner_stays(child_module):
    name = child_module("import resource as r; print(r.getrlimit(r.RLIMIT_FSIZE)[0])")
    code = (
        "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (5_000_000, 5_000_000))\n"
        f"from sitrep import sandbox; print(sandbox.run({name!r}, b'', sandbox.Limits()).decode())"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, env=env, check=True).stdout
    assert said.split() == [b"5000000"]


def test_no_place_for_temporary_files_is_a_rendering_failure(monkeypatch):
    def no_room(*_: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(sandbox.tempfile, "TemporaryFile", no_room)
    with pytest.raises(RenderFailed, match="cannot start base64 in a process of its own: .*No usable temporary"):
        sandbox.run("base64", b"", QUICK)
