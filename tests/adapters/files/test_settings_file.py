from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.full_disk import full_disk, needs_full_disk
from tests.adapters.other_kinds import each_kind
from wrapup_desk.adapters.files.settings_file import MOST_BYTES, SettingsFile, policy_path
from wrapup_desk.application.base.settings import Settings, SettingsError, ThemeChoice
from wrapup_desk.domain.modes import Mode


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "profile" / "settings.toml", tmp_path / "policy.toml")


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


def test_without_files_there_are_the_defaults(file: SettingsFile) -> None:
    assert file.load().settings == Settings()


def test_what_is_saved_is_loaded(file: SettingsFile) -> None:
    settings = Settings(theme=ThemeChoice.DARK, favourites=("code-1", "code-2"))

    file.save(settings)

    assert file.load().settings == settings


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead")
def test_only_this_user_can_read_the_settings(file: SettingsFile) -> None:
    file.save(Settings(theme=ThemeChoice.DARK))

    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_saving_leaves_nothing_else_behind(file: SettingsFile) -> None:
    file.save(Settings(theme=ThemeChoice.DARK))
    file.save(Settings())

    assert [each.name for each in file.path.parent.iterdir()] == ["settings.toml"]


def test_a_file_saved_by_notepad_is_read(file: SettingsFile) -> None:
    write(file.path, b'\xef\xbb\xbftheme = "dark"\r\n')

    assert file.load().settings.theme is ThemeChoice.DARK


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"theme = ", r"settings\.toml is not valid TOML: .* Correct it, or delete the file\."),
        (b'theme = "\xff"', r"settings\.toml is not a text file in UTF-8; save it as UTF-8"),
        (b"theme = 1", r'settings\.toml: "theme" has to be one of .* Correct it'),
    ],
)
def test_a_broken_file_is_told_with_what_to_do(
    file: SettingsFile, content: bytes, message: str
) -> None:
    write(file.path, content)

    with pytest.raises(SettingsError, match=message):
        file.load()


def test_a_file_that_cannot_be_read_is_told(file: SettingsFile) -> None:
    file.path.mkdir(parents=True)

    with pytest.raises(SettingsError, match="cannot read"):
        file.load()


def test_a_broken_policy_is_the_administrators_to_mend(file: SettingsFile, tmp_path: Path) -> None:
    write(tmp_path / "policy.toml", b"mode = 1")

    with pytest.raises(SettingsError, match=r"policy\.toml: .* Ask your administrator\."):
        file.load()


def test_saving_keeps_the_policys_values_out_of_the_personal_file(
    file: SettingsFile, tmp_path: Path
) -> None:
    write(file.path, b'mode = "auto"\n')
    write(tmp_path / "policy.toml", b'mode = "suggest"\n')

    settings = file.load().settings
    file.save(settings)
    (tmp_path / "policy.toml").unlink()

    assert settings.mode is Mode.SUGGEST
    assert file.load().settings.mode is Mode.AUTO


def test_a_broken_personal_file_can_be_saved_over(file: SettingsFile) -> None:
    write(file.path, b"broken")

    file.save(Settings(theme=ThemeChoice.DARK))

    assert file.load().settings.theme is ThemeChoice.DARK


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("a file in the way")
    file = SettingsFile(tmp_path / "profile" / "settings.toml", tmp_path / "policy.toml")

    with pytest.raises(SettingsError, match="cannot write"):
        file.save(Settings())


def test_a_file_that_cannot_be_replaced_is_told_and_nothing_is_left_behind(
    file: SettingsFile,
) -> None:
    file.path.mkdir(parents=True)
    (file.path / "full").touch()

    with pytest.raises(SettingsError, match="cannot write"):
        file.save(Settings())

    assert [each.name for each in file.path.parent.iterdir()] == ["settings.toml"]


@needs_full_disk
def test_a_full_disk_is_told_and_leaves_the_settings_as_they_were(file: SettingsFile) -> None:
    file.save(Settings(theme=ThemeChoice.DARK))

    with full_disk(), pytest.raises(SettingsError, match=r"cannot write .*: File too large"):
        file.save(Settings(theme=ThemeChoice.LIGHT))

    assert file.load().settings.theme is ThemeChoice.DARK
    assert [each.name for each in file.path.parent.iterdir()] == ["settings.toml"]


def test_broken_files_are_set_aside_and_all_of_them_kept(file: SettingsFile) -> None:
    assert file.set_aside() is None

    kept = []
    for content in (b"first", b"second"):
        write(file.path, content)
        path = file.set_aside()
        assert path is not None
        kept.append(path)

    assert [path.read_bytes() for path in kept] == [b"first", b"second"]
    assert file.load().settings == Settings()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"favourites = " + b"[" * 100_000, "without end"),
        (b"queues = " + b"{a = " * 20_000, "without end"),
        (b"keep_days = " + b"9" * 10_000, "not valid TOML"),
        (b"#" * (MOST_BYTES + 1), "larger than any settings file"),
        (b"a." * 50_000 + b"a = 1", "within one another"),
        (b"[" + b'"a". ' * 20_000 + b"a]", "within one another"),
        (b"queues = {" + b"'a'." * 20_000 + b"a = 1}", "within one another"),
    ],
)
def test_a_file_made_to_break_its_reader_is_told_in_one_line(
    file: SettingsFile, content: bytes, told: str
) -> None:
    write(file.path, content)

    with pytest.raises(SettingsError, match=told):
        file.load()


def test_dots_in_a_value_are_no_names(file: SettingsFile) -> None:
    address = "https://" + ".".join("abcdefghijklmnopqrstuvw") + "/model"
    write(file.path, f'model = "{address}" # {"a." * 50}a'.encode())

    assert file.load().settings.model == address


@pytest.mark.parametrize(
    "content",
    [
        "".join(f"k{number} = 1\n" for number in range(9_000)),
        f"theme = '{'x' * 100_000}'",
        f"theme = [{'1,' * 50_000}]",
        f"'{'x' * 100_000}' = 1",
        "".join(f"[queues.'{number}']\nx = 1\n" for number in range(5_000)),
        f"[queues.'{'x' * 100_000}']\nx = 1\n",
        f"queues = [{'1,' * 50_000}]",
    ],
)
def test_however_much_is_wrong_what_is_told_fits_a_window(
    file: SettingsFile, content: str
) -> None:
    write(file.path, f"region = 'eu-central-1'\n{content}".encode())

    loaded = file.load_leniently()

    assert loaded.settings.region == "eu-central-1"
    assert len(loaded.problems) == 1
    assert len(loaded.problems[0]) < 4_000


def test_the_policy_lies_where_only_an_administrator_writes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert policy_path() == Path("/etc/wrapup-desk/policy.toml")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("PROGRAMDATA", "D:/ProgramData")
    assert policy_path() == Path("D:/ProgramData/WrapUpDesk/policy.toml")


# Where the window goes on with what is right


def test_a_wrong_key_is_told_with_its_file_and_leaves_the_others(file: SettingsFile) -> None:
    write(file.path, b'region = "eu-central-1"\nclient_id = "client"\ntheme = "pink"\n')

    loaded = file.load_leniently()

    assert loaded.settings == Settings(region="eu-central-1", client_id="client")
    assert len(loaded.problems) == 1
    assert loaded.problems[0].startswith(f'{file.path}: "theme" has to be one of')
    assert loaded.policy_problems == ()


def test_a_personal_file_that_is_no_toml_leaves_what_the_policy_says(
    file: SettingsFile, tmp_path: Path
) -> None:
    write(file.path, b"theme = ")
    write(tmp_path / "policy.toml", b'region = "eu-central-1"\n')

    loaded = file.load_leniently()

    assert loaded.settings == Settings(region="eu-central-1")
    assert "is not valid TOML" in loaded.problems[0]


def test_a_policy_that_is_no_toml_locks_everything(file: SettingsFile, tmp_path: Path) -> None:
    write(file.path, b'mode = "auto"\n')
    write(tmp_path / "policy.toml", b"mode = ")

    loaded = file.load_leniently()

    assert loaded.settings == Settings()
    assert "mode" in loaded.locked
    assert "administrator" in loaded.policy_problems[0]
    assert loaded.problems == ()


def test_below_a_policy_with_a_mistake_personal_settings_are_still_saved(
    file: SettingsFile, tmp_path: Path
) -> None:
    write(file.path, b'mode = "auto"\n')
    write(tmp_path / "policy.toml", b'mode = "sugest"\n')

    file.save(Settings(theme=ThemeChoice.DARK))

    assert file.path.read_text().split() == ["theme", "=", '"dark"', "mode", "=", '"auto"']


@pytest.mark.parametrize("put", each_kind())
def test_what_is_no_file_holds_nothing_up_and_is_told(
    put: Callable[[Path], None], file: SettingsFile, tmp_path: Path
) -> None:
    file.path.parent.mkdir()
    put(file.path)

    assert "has to be a file" in file.load_leniently().problems[0]
    with pytest.raises(SettingsError, match="Correct it, or delete the file"):
        file.load()
    put(tmp_path / "policy.toml")
    assert "administrator" in file.load_leniently().policy_problems[0]
