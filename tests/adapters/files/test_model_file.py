"""A model is on the disk whole or not at all, and only the one its checksum names is used."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.adapters.full_disk import full_disk, needs_full_disk
from wrapup_desk.adapters.files.model_file import ModelCache, write_model_file
from wrapup_desk.application.base.ports import StoreBroken

MODEL = b"a model" * 1000
SHA256 = hashlib.sha256(MODEL).hexdigest()


def test_a_kept_model_is_read_again_and_a_damaged_one_is_not(tmp_path: Path) -> None:
    cache = ModelCache(tmp_path / "models")
    cache.keep(SHA256, MODEL)
    assert cache.read(SHA256) == MODEL

    (tmp_path / "models" / f"{SHA256}.model").write_bytes(MODEL[:-1])

    assert cache.read(SHA256) is None


def test_only_the_last_models_are_kept(tmp_path: Path) -> None:
    cache = ModelCache(tmp_path)
    for number in range(4):
        content = bytes([number])
        cache.keep(hashlib.sha256(content).hexdigest(), content)

    assert len(list(tmp_path.iterdir())) == 2


def test_a_checksum_from_the_settings_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.model").write_bytes(b"")
    cache = ModelCache(tmp_path / "models")

    assert cache.read("../secret") is None


def test_a_model_that_cannot_be_written_leaves_nothing_half(tmp_path: Path) -> None:
    place = tmp_path / "team.model"
    place.mkdir()

    with pytest.raises(StoreBroken, match=r"team\.model cannot be written"):
        write_model_file(place, MODEL)

    assert [path.name for path in tmp_path.iterdir()] == ["team.model"]


@needs_full_disk
def test_a_model_for_which_there_is_no_room_is_told_and_leaves_nothing_half(
    tmp_path: Path,
) -> None:
    cache = ModelCache(tmp_path)

    with full_disk(), pytest.raises(StoreBroken, match="cannot be written: File too large"):
        cache.keep(SHA256, MODEL)

    assert not list(tmp_path.iterdir())
