"""Reads and writes the personal settings file, and reads the administrator's policy."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.adapters.base.regular_file import read_regular
from wrapup_desk.application.base.settings import (
    EVERY_SETTING,
    LoadedSettings,
    Settings,
    SettingsError,
    parse,
    parse_leniently,
    without_policy,
)
from wrapup_desk.domain.language.texts import mark, tr, tr_marked

# A policy for hundreds of queues is a tenth of this.
MOST_BYTES = 2**20
# A name of many names (`a.b.c…`): reading it takes tomllib time by the square of its length.
_NAME = rb"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_NAME_OF_MANY = re.compile(rb"(?:^|[\[{,])[ \t]*+(?:" + _NAME + rb"[ \t]*+\.[ \t]*+){16}", re.M)


def policy_path() -> Path:
    """Return where an administrator's machine-wide policy is looked for."""
    if sys.platform == "win32":
        return (
            Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "WrapUpDesk" / "policy.toml"
        )
    return Path("/etc/wrapup-desk/policy.toml")


class SettingsFile:
    """The personal settings as a TOML file, below a policy that wins."""

    def __init__(self, path: Path, policy: Path) -> None:
        self._path = path
        self._policy = policy

    @property
    def path(self) -> Path:
        return self._path

    def load(self) -> LoadedSettings:
        """Read and check both files; absent files are empty.

        Raises:
            SettingsError: a file cannot be read or a value is wrong; names file and place.
        """
        policy = _read(self._policy)
        try:
            parse({}, policy)
        except SettingsError as error:
            raise SettingsError(
                tr("{policy}: {error}. Ask your administrator.", policy=self._policy, error=error)
            ) from None
        try:
            personal = _read(self._path)
        except SettingsError as error:
            problem = tr("{error}. Correct it, or delete the file.", error=error)
            raise SettingsError(problem) from None
        try:
            return parse(personal, policy)
        except SettingsError as error:
            raise SettingsError(
                tr(
                    "{path}: {error}. Correct it, or delete the file.",
                    path=self._path,
                    error=error,
                )
            ) from None

    def load_leniently(self) -> LoadedSettings:
        """Read both files as far as they are right; what is wrong is listed in the result."""
        try:
            policy = _read(self._policy)
        except SettingsError as error:
            # What it locks cannot be known, so no personal setting may count.
            problem = tr("{error}. Ask your administrator.", error=error)
            return LoadedSettings(Settings(), EVERY_SETTING, policy_problems=(problem,))
        try:
            personal = _read(self._path)
        except SettingsError as error:
            problem = tr("{error}. Correct it, or delete the file.", error=error)
            return replace(self._checked({}, policy), problems=(problem,))
        return self._checked(personal, policy)

    def _checked(self, personal: dict[str, object], policy: dict[str, object]) -> LoadedSettings:
        loaded = parse_leniently(personal, policy)
        return replace(
            loaded,
            problems=_in_file(self._path, loaded.problems, tr("Correct the file")),
            policy_problems=_in_file(
                self._policy, loaded.policy_problems, tr("Ask your administrator")
            ),
        )

    def save(self, settings: Settings) -> None:
        """Write what differs from the defaults, atomically, readable by this user only.

        What an administrator has locked stays as the file has it: their values are not ours.

        Raises:
            SettingsError: the file cannot be written; the old one is untouched.
        """
        # Most starts only read.
        import tomli_w

        text = tomli_w.dumps(self._own_values(settings))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            atomic_write(self._path, [text.encode()])
        except OSError as error:
            raise SettingsError(_cannot(mark("write"), self._path, error)) from None

    def _own_values(self, settings: Settings) -> dict[str, object]:
        policy = _read(self._policy)
        locked = parse_leniently({}, policy).locked
        values = without_policy(settings, policy)
        with contextlib.suppress(SettingsError):  # a broken file has nothing to keep
            values |= {key: raw for key, raw in _read(self._path).items() if key in locked}
        return values

    def set_aside(self) -> Path | None:
        """Move a broken personal file out of the way and return where it is kept."""
        if not self._path.exists():
            return None
        kept = self._path.with_suffix(".broken.toml")
        number = 2
        while kept.exists():
            kept = self._path.with_suffix(f".broken-{number}.toml")
            number += 1
        self._path.replace(kept)
        return kept


def _read(path: Path) -> dict[str, object]:
    try:
        raw = read_regular(path, MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise SettingsError(
                tr(
                    "{path} is larger than any settings file: {count} bytes",
                    path=path,
                    count=MOST_BYTES,
                )
            )
        if _NAME_OF_MANY.search(raw):
            told = tr("{path} has more tables within one another than any settings", path=path)
            raise SettingsError(told)
        # Notepad saves with a byte order mark; it is no part of the text.
        return tomllib.loads(raw.decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return {}  # a profile that is no folder is told by who makes it one
    except OSError as error:
        raise SettingsError(_cannot(mark("read"), path, error)) from None
    except UnicodeDecodeError:
        raise SettingsError(
            tr("{path} is not a text file in UTF-8; save it as UTF-8", path=path)
        ) from None
    except RecursionError:
        raise SettingsError(tr("{path} has lists within lists without end", path=path)) from None
    except (
        ValueError
    ) as error:  # among them what tomllib raises for a number of thousands of digits
        raise SettingsError(
            tr("{path} is not valid TOML: {error}", path=path, error=error)
        ) from None


def _in_file(path: Path, problems: tuple[str, ...], remedy: str) -> tuple[str, ...]:
    """Return one message for everything that is wrong in a file, if anything is."""
    if not problems:
        return ()
    return (
        tr(
            "{path}: {problems}. {remedy}; until then, the defaults apply there.",
            path=path,
            problems="; ".join(problems),
            remedy=remedy,
        ),
    )


def _cannot(verb: str, path: Path, error: OSError) -> str:
    return tr(
        "cannot {verb} {path}: {reason}",
        verb=tr_marked(verb),
        path=path,
        reason=error.strerror or type(error).__name__,
    )
