"""Builds of one workspace at once: one of them works, each other waits or is refused, and there is one edition."""

import os
import resource
import signal
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import builds
import deliveries
import pytest

TWENTY = 20


@pytest.mark.slow
def test_twenty_builds_at_once_make_one_edition_and_send_one_mail(tmp_path: Path) -> None:
    """Every second one waits for its turn, then finds the work done."""
    office = builds.workspace(tmp_path / "office", builds.SHORT + "clearance: none\n")
    with ExitStack() as all_of_them:
        server = all_of_them.enter_context(deliveries.serving())
        (office / "config/publishing.yaml").write_text(
            "recipients: [desk@example.org]\n" + deliveries.mail(server.port))
        running = [
            all_of_them.enter_context(builds.begun(office, "--wait", "300" if number % 2 else "0"))
            for number in range(TWENTY)
        ]
        said = [one.communicate()[1] for one in running]
    codes = Counter(one.returncode for one in running)
    assert codes.keys() <= {0, 11}, said
    assert codes[0] >= TWENTY // 2  # those that wait, and one that did not if it was the first
    assert all(one.returncode == 0 for one in running[1::2]), said
    refused = [told for one, told in zip(running, said, strict=True) if one.returncode == 11]
    assert all("ERROR another build is at work in " in told for told in refused)
    assert sum(" INFO published " in told for told in said) == 1
    assert sum(", unchanged, exit 0, " in told for told in said) == codes[0] - 1
    assert os.listdir(office / "out/editions") == [builds.FIRST]
    assert builds.all_whole(office / "out")
    assert builds.debris(office / "out") == []
    assert server.to == ["desk@example.org"]


@pytest.mark.slow
def test_without_waiting_the_second_is_refused_within_a_second(tmp_path: Path) -> None:
    """A second of the processor: how long that takes on a machine with much to do is no promise of ours."""
    office = builds.workspace(tmp_path / "office", builds.SHORT)
    with builds.begun(office) as first:
        while not (office / "out/.lock").exists() or not _is_locked(first.pid):
            assert first.poll() is None
            time.sleep(0.01)
        first.send_signal(signal.SIGSTOP)  # it holds the lock for as long as we like
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        code, said = builds.built(office)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        first.send_signal(signal.SIGCONT)
        assert code == 11
        assert f"ERROR another build is at work in {office}/out; let it end, or give --wait SECONDS" in said
        assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1
        assert first.communicate()[1].splitlines()[-1].startswith("sitrep: 5 documents, ")
    assert first.returncode == 0
    assert os.listdir(office / "out/editions") == [builds.FIRST]


def _is_locked(pid: int) -> bool:
    """Whether the process holds a lock of the kind that a build takes."""
    return any(f" FLOCK  ADVISORY  WRITE {pid} " in f"{line} " for line in Path("/proc/locks").read_text().splitlines())
