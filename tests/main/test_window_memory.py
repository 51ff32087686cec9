from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.other_kinds import each_kind
from tests.conftest import ExpectLog
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.main.window_memory import window_memory


def test_what_is_remembered_is_there_at_the_next_start(tmp_path: Path) -> None:
    memory = window_memory(Profile.at(tmp_path))
    memory.setValue("place", 1)
    memory.sync()

    assert window_memory(Profile.at(tmp_path)).value("place", type=int) == 1


@pytest.mark.parametrize("put", each_kind())
def test_without_a_file_it_is_remembered_for_this_run(
    put: Callable[[Path], None], tmp_path: Path, expect_log: ExpectLog
) -> None:
    expect_log("the windows' places are not kept")
    profile = Profile.at(tmp_path)
    put(profile.window_path)

    memory = window_memory(profile)
    memory.setValue("place", 1)
    memory.sync()

    assert memory.value("place") == 1
    assert not profile.window_path.is_file()
