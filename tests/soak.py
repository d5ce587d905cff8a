"""What takes too long for each change: run by hand, `make soak`."""

from pathlib import Path

import kills
import pytest


def test_five_hundred_kills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    came_of_it = kills.killed(tmp_path, 500)
    with capsys.disabled():
        print(f" [{came_of_it}]", end="")
    assert came_of_it.landed >= 420
