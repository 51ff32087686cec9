from __future__ import annotations

import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests.domain.recommender.text.small_packs import write_pack
from wrapup_desk.adapters.files.encoder_file import EncoderFile, EncoderThread
from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.resource_files import resource

SHIPPED = resource("language", "minilm-q4.npz")


def test_the_fingerprint_tells_one_content_from_another_whatever_the_file_is_called(
    tmp_path: Path,
) -> None:
    (tmp_path / "copy.npz").write_bytes(SHIPPED.read_bytes())
    np.savez(tmp_path / "other.npz", vocab=np.zeros(3))

    shipped = EncoderFile(SHIPPED).fingerprint

    assert EncoderFile(tmp_path / "copy.npz").fingerprint == shipped
    assert EncoderFile(tmp_path / "other.npz").fingerprint != shipped


async def test_sentences_are_encoded_on_a_thread_of_their_own() -> None:
    thread = EncoderThread(EncoderFile(SHIPPED))

    vectors = await thread.encode(["hello", "good bye"])

    assert vectors.shape == (2, 384)
    assert "sentences" in {each.name for each in threading.enumerate()}


@pytest.mark.parametrize("content", [b"", b"no archive", SHIPPED.read_bytes()[:100_000]])
def test_what_is_no_encoder_is_refused_before_anything_depends_on_it(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "encoder.npz"
    path.write_bytes(content)

    with pytest.raises(ModelError, match="cannot be read"):
        EncoderFile(path)


def test_a_file_that_was_damaged_inside_is_refused_when_it_is_read(tmp_path: Path) -> None:
    content = bytearray(SHIPPED.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path = tmp_path / "encoder.npz"
    path.write_bytes(content)

    with pytest.raises(ModelError, match="cannot be read"):
        EncoderFile(path).read()


async def test_a_pack_is_an_encoder_whatever_archive_it_came_in(tmp_path: Path) -> None:
    bare = EncoderFile(write_pack(tmp_path / "pack.zip", folder=""))
    wheel = EncoderFile(write_pack(tmp_path / "pack-2.0-py3-none-any.whl", RECORD=b"..."))

    assert wheel.dimensions == 512
    assert wheel.fingerprint == bare.fingerprint
    assert (await EncoderThread(wheel).encode(["book a table"])).shape == (1, 512)


def test_a_pack_with_other_weights_is_another_encoder(tmp_path: Path) -> None:
    one, other = (write_pack(tmp_path / f"{seed}.zip", seed) for seed in (1, 2))

    assert EncoderFile(one).fingerprint != EncoderFile(other).fingerprint
    assert EncoderFile(one).fingerprint != EncoderFile(SHIPPED).fingerprint


def test_a_pack_whose_weights_are_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("weights.npz", b"no archive")
        archive.writestr("sp.model", b"")

    with pytest.raises(ModelError, match="cannot be read"):
        EncoderFile(path).read()
