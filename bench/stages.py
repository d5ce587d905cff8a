"""Where a build's time goes: builds in the current folder; writes seconds by stage, and the pages, to another.

    python bench/stages.py RESULT_FOLDER

Each stage's own seconds: what it spends in a stage below it, or in imports, is counted there and not here.
"""

import builtins
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

seconds: defaultdict[str, float] = defaultdict(float)
running = ["the rest"]
begun = since = time.perf_counter()


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Time spent in the block counts for `name`, not for what surrounds it."""
    turn(name)
    try:
        yield
    finally:
        turn(None)


def turn(name: str | None) -> None:
    """The watch goes from the running stage to `name`, or back to what surrounds it."""
    global since
    now = time.perf_counter()
    seconds[running[-1]] += now - since
    since = now
    running.append(name) if name else running.pop()


def timed(module: Any, function: str, name: str) -> None:
    """Puts a stop-watch before a function, or before each step of a generator."""
    inner: Callable[..., Any] = getattr(module, function)

    def outer(*args: Any, **words: Any) -> Any:
        with stage(name):
            made = inner(*args, **words)
        return steps(made, name) if isinstance(made, Iterator) else made

    setattr(module, function, outer)


def steps(made: Iterator[Any], name: str) -> Iterator[Any]:
    """What `made` yields; the time counts for `name` while it works, not while its reader does."""
    end = object()
    while True:
        with stage(name):
            one = next(made, end)
        if one is end:
            return
        yield one


def watch_imports() -> None:
    """Time in a first import counts as such, wherever the import stands."""
    plain_import = builtins.__import__

    def timed_import(name: str, *args: Any, **words: Any) -> Any:
        if name in sys.modules or running[-1] == "imports":
            return plain_import(name, *args, **words)
        with stage("imports"):
            return plain_import(name, *args, **words)

    builtins.__import__ = timed_import


def main(results: Path) -> int:
    """The exit code of the build."""
    watch_imports()
    from sitrep import cli, config, export, extract, publish, reconcile, sources
    from sitrep.draw import kept
    from sitrep.language import places, reader
    from sitrep.report import compose, html, pdf

    for module, function, name in (
        (config, "load", "configuration"), (publish, "inputs", "hashing of inputs"),
        (places, "gazetteer", "gazetteer and lexicon"), (reader, "reader", "gazetteer and lexicon"),
        (sources, "document", "reading"), (extract, "one", "extraction"), (reconcile, "figures", "figures"),
        (compose, "reports", "composing"), (kept, "svg", "charts"), (html, "html", "templates"),
        (kept, "pixels", "charts"), (export, "shared", "exports"), (export, "word", "exports"),
        (export, "portal", "exports"), (pdf, "finished", "waiting for the PDF"), (publish, "edition", "publishing"),
    ):  # fmt: skip
        timed(module, function, name)
    page = html.html

    def page_kept(report: Any, templates: Any, medium: str) -> Any:
        made = page(report, templates, medium)
        (results / f"{medium}.html").write_text(made, encoding="utf-8")
        return made

    html.html = page_kept
    code = cli.main(["build", "--force"])
    turn(None)
    seconds["whole"] = time.perf_counter() - begun
    (results / "stages.json").write_text(json.dumps(seconds))
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
