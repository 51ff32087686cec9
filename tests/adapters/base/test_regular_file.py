from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.other_kinds import each_kind
from wrapup_desk.adapters.base.regular_file import (
    NotAFile,
    check_regular,
    open_regular,
    read_regular,
)

Put = Callable[[Path], None]


@pytest.mark.parametrize("put", each_kind())
@pytest.mark.parametrize(
    "use",
    [
        check_regular,
        read_regular,
        lambda path: open_regular(path, os.O_RDWR),
        lambda path: open_regular(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT),
    ],
)
def test_what_is_no_file_is_refused_and_not_waited_for(
    put: Put, use: Callable[[Path], object], tmp_path: Path
) -> None:
    put(tmp_path / "it")

    with pytest.raises(NotAFile, match="has to be a file"):
        use(tmp_path / "it")


def test_a_file_is_read_as_it_is_and_no_further_than_asked(tmp_path: Path) -> None:
    path = tmp_path / "it"
    path.write_bytes(b"one\r\ntwo\x1a\n")

    assert read_regular(path) == b"one\r\ntwo\x1a\n"
    assert read_regular(path, 4) == b"one\r"


def test_a_missing_file_may_be_there_and_cannot_be_read(tmp_path: Path) -> None:
    check_regular(tmp_path / "none")

    with pytest.raises(FileNotFoundError):
        read_regular(tmp_path / "none")
