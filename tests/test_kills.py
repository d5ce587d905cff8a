"""`kill -9` at any moment of a build that really draws: no edition is damaged, and nothing is left."""

from pathlib import Path

import kills
import pytest


@pytest.mark.slow
def test_sixty_kills_at_random_points_of_a_whole_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    came_of_it = kills.killed(tmp_path, 60)
    with capsys.disabled():
        print(f" [{came_of_it}]", end="")
    assert came_of_it.landed >= 50
    assert came_of_it.editions >= 2 + 3  # a whole build after each twenty
