"""The setup packs the language's tables smaller than their own compression does, unchanged."""

import zipfile
from pathlib import Path

import numpy as np

from installer.tables import store_for_packing

_NUMBERS = np.random.default_rng(7)
NOISE = _NUMBERS.integers(0, 255, 40_000, np.uint8)
# Far apart, so that deflate, which looks back 32 KB, does not see that it comes twice.
TWICE = np.concatenate([NOISE, NOISE])


def bundle(folder: Path) -> Path:
    inner = folder / "lib" / "language"
    inner.mkdir(parents=True)
    np.savez_compressed(inner / "words.npz", noise=NOISE, twice=TWICE)
    return inner / "words.npz"


def test_what_the_setup_packs_smaller_is_stored_and_the_rest_stays_compressed(
    tmp_path: Path,
) -> None:
    path = bundle(tmp_path)

    store_for_packing(tmp_path)

    with zipfile.ZipFile(path) as packed:
        ways = {member.filename: member.compress_type for member in packed.infolist()}
    assert ways == {"noise.npy": zipfile.ZIP_DEFLATED, "twice.npy": zipfile.ZIP_STORED}


def test_the_arrays_stay_the_same_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = bundle(tmp_path)
    (path.parent / "README.md").write_text("tables", "utf-8")

    store_for_packing(tmp_path)

    with np.load(path) as arrays:
        assert {name: array.tolist() for name, array in arrays.items()} == {
            "noise": NOISE.tolist(),
            "twice": TWICE.tolist(),
        }
    assert sorted(each.name for each in path.parent.iterdir()) == ["README.md", "words.npz"]


def test_the_programs_fingerprints_of_both_tables_do_not_change(tmp_path: Path) -> None:
    path = bundle(tmp_path)
    before = _checksums(path)

    store_for_packing(tmp_path)

    assert _checksums(path) == before


def _checksums(path: Path) -> list[tuple[str, int]]:
    with zipfile.ZipFile(path) as packed:
        return [(member.filename, member.CRC) for member in packed.infolist()]
