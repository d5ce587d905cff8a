"""One bad seed among five good ones: named with its reason wherever it should be, and it costs the others nothing."""

import json
import multiprocessing
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import builds
import pytest
from lxml import html as dom

from hostile import bad_seeds
from hostile.bad_seeds import KINDS, Came
from sitrep.report import evidence

LIMIT_MB, LIMIT_S = 500, 5
REPORT = builds.SHORT.replace("exports: []", "exports: [json]")
STEM = "SYR001_sitrep_20180909_en_v1"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built() -> Iterator[Callable[[Path, str], Came]]:
    """A function that builds in a process of its own, begun from one that has loaded the libraries and nothing else."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["hostile.warm"])
    with ProcessPoolExecutor(1, mp_context=server, max_tasks_per_child=1) as pool:
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("PYTHONPATH", str(builds.TESTS))  # the server looks nowhere else
            pool.submit(len, ()).result()  # it has begun
        yield lambda folder, kind: pool.submit(bad_seeds.built, folder, kind).result(180)


@pytest.fixture(scope="module")
def clean(built: Callable[[Path, str], Came], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Came]:
    """A build of the good seeds alone."""
    folder = builds.workspace(tmp_path_factory.mktemp("clean") / "office", REPORT)
    return folder, built(folder, "")


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_seed_costs_the_others_nothing(built, clean, tmp_path, kind: str) -> None:
    office = builds.workspace(tmp_path / "office", REPORT)
    KINDS[kind].make(office / "seeds")
    came = built(office, kind)
    alone, at_best = clean
    assert came.code == (3 if KINDS[kind].why else 0), came.said
    assert _record(office, "figures.json") == _record(alone, "figures.json")
    assert _record(office, "facts.jsonl") == _record(alone, "facts.jsonl")
    assert came.memory_mb < LIMIT_MB
    assert came.cpu_s - at_best.cpu_s < LIMIT_S
    named_everywhere(office, came, kind)
    shutil.rmtree(office)


def _record(office: Path, name: str) -> str:
    return (office / "out/latest/internal" / name).read_text()


def named_everywhere(office: Path, came: Came, kind: str) -> None:
    """The log tells each bad seed in one line, and so do the edition's log, the page and the JSON for portals."""
    _, why, name, _, count = KINDS[kind]
    told = [line for line in came.said.splitlines() if " WARN rejected " in line]
    kept = [line for line in _record(office, "log.txt").splitlines() if line.startswith("WARN rejected ")]
    page = dom.fromstring((office / f"out/latest/report/{STEM}.html").read_bytes())
    rows = list(page.xpath("//section[@id='rejected']//tbody/tr"))
    body = json.loads((office / f"out/latest/report/{STEM}.json").read_bytes())["body"]
    if not why:
        assert (told, kept, rows) == ([], [], [])
        assert f"sitrep: {5 + (kind not in bad_seeds.NOT_SEEDS)} documents, " in came.said
        return
    assert (len(told), len(kept), len(rows)) == (count, count, min(count, evidence.REJECTED))
    assert re.fullmatch(rf"[-\d]+T[:\d]+Z WARN rejected {re.escape(name)}: .*{re.escape(why)}.*", told[0])
    assert kept[0] == told[0].partition("Z ")[2]
    assert rows[0].xpath("string(th)") == name
    assert why in rows[0].xpath("string(td)")
    assert why in body
    assert f"5 documents, 6 facts, 9 figures, {count} rejected, exit 3" in came.said
    assert all(ord(sign) >= 32 or sign == "\n" for sign in came.said)


def test_more_than_the_page_has_room_for_are_counted(built, tmp_path: Path) -> None:
    office = builds.workspace(tmp_path / "office", REPORT)
    bad_seeds.many(evidence.REJECTED + 7, ".jpg")(office / "seeds")
    assert built(office, "").code == 3
    page = dom.fromstring((office / f"out/latest/report/{STEM}.html").read_bytes())
    assert "Seven more are left out for want of room." in page.xpath("string(//section[@id='rejected'])")


def test_a_seed_that_may_not_be_read(tmp_path: Path) -> None:
    """Root may read all: here it is bound by modes as anybody is."""
    from test_bare_machine import bound_by_modes

    office = builds.workspace(tmp_path / "office", builds.SHORT)
    bad_seeds.content("bad.txt", bad_seeds.TEXT)(office / "seeds")
    (office / "seeds/bad.txt").chmod(0)
    (office / "seeds/more").mkdir(0o000)
    code, said = builds.built(office, preexec_fn=bound_by_modes)
    (office / "seeds/more").chmod(0o755)
    assert code == 3
    assert " WARN rejected bad: it may not be read – check its permissions\n" in said
    assert " WARN rejected more: the folder cannot be read: Permission denied\n" in said


def test_what_an_officer_acknowledges_is_exit_0_for_good(tmp_path: Path) -> None:
    """Told in the log as news that is none, and marked on the page. It is the file that is known, not its bytes."""
    office = builds.workspace(tmp_path / "office", builds.SHORT)
    (office / "seeds/scan.txt").write_bytes(b"%PDF-1.7 a scan")
    code, said = builds.built(office)
    assert code == 3
    assert " WARN rejected scan: it is a PDF, not plain text" in said
    (office / "seeds/manifest.yaml").write_text("scan:\n  acknowledged: true\n  reason: the paper is lost\n")
    code, said = builds.built(office)
    assert code == 0
    assert re.search(r" INFO rejected scan: it is a PDF, .* – known: the paper is lost\n", said)
    page = dom.fromstring(next((office / "out/latest/report").glob("*.html")).read_bytes())
    assert "the paper is lost (known to the office)" in page.xpath("string(//section[@id='rejected']//td)")
    (office / "seeds/scan.txt").write_bytes(b"%PDF-1.7 a better scan")
    assert builds.built(office)[0] == 0
    (office / "seeds/other.txt").write_bytes(b"%PDF-1.7 another scan")
    assert builds.built(office)[0] == 3


def test_there_are_enough_kinds() -> None:
    assert sum(bool(kind.why) for kind in KINDS.values()) >= 50
