"""Has built once, so that a process which begins from here has all libraries loaded and only its own seeds to read."""

import tempfile
from pathlib import Path

import builds
import stub_renderer

from hostile import bad_seeds  # noqa: F401 - so that no process has to
from sitrep.cli import main

with tempfile.TemporaryDirectory() as folder:
    stub_renderer.put_in_place()
    workspace = builds.workspace(Path(folder) / "office")
    (workspace / "seeds/more.csv").write_text("indicator,value,location\nkilled,1,Idlib\n")
    assert main(["build", "--quiet", "--workspace", str(workspace)]) == 0
