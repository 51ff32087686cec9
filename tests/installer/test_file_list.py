"""The installer writes and removes exactly the bundle's files."""

from pathlib import Path

from installer.file_list import write_file_list


def bundle(folder: Path) -> Path:
    root = folder / "bundle"
    for name in ("WrapUpDesk.exe", "wrapup-desk.exe", "lib/a.dll", "lib/deep/er/b$c.pyd"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"12345")
    return root


def lines(folder: Path) -> list[str]:
    target = folder / "files.nsh"
    assert write_file_list(bundle(folder), target) == 20
    return target.read_text("utf-8-sig").splitlines()


def test_each_file_is_installed_once_and_removed_once(tmp_path: Path) -> None:
    written = lines(tmp_path)

    assert len([line for line in written if line.startswith("  File ")]) == 4
    assert [line.strip() for line in written if "Delete" in line] == [
        r'Delete "$INSTDIR\WrapUpDesk.exe"',
        r'Delete "$INSTDIR\wrapup-desk.exe"',
        r'Delete "$INSTDIR\lib\a.dll"',
        r'Delete "$INSTDIR\lib\deep\er\b$$c.pyd"',
    ]


def test_folders_go_after_their_files_the_deepest_first_and_only_when_empty(
    tmp_path: Path,
) -> None:
    written = [line.strip() for line in lines(tmp_path)]
    removed = [line for line in written if line.startswith("RMDir")]

    assert removed == [
        r'RMDir "$INSTDIR\lib\deep\er"',
        r'RMDir "$INSTDIR\lib\deep"',
        r'RMDir "$INSTDIR\lib"',
    ]
    assert written.index(removed[0]) > max(
        place for place, line in enumerate(written) if line.startswith("Delete")
    )


def test_the_two_programs_are_packed_one_after_the_other(tmp_path: Path) -> None:
    files = [line for line in lines(tmp_path) if line.startswith("  File ")]

    assert [line.split("/")[-1] for line in files[:2]] == ['WrapUpDesk.exe"', 'wrapup-desk.exe"']
