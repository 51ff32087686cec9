"""Finds every text the program says: the literals of tr, tr_n and mark, by folder."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "wrapup_desk"
FIELD = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
# How many literals each call begins with.
_LITERALS = {"tr": 1, "mark": 1, "tr_n": 2}
_OWN = PACKAGE / "domain" / "language" / "texts.py"


@dataclass(frozen=True, slots=True)
class SourceText:
    """One text as the program's source has it; the key of a plural is its form for many."""

    text: str
    one: str  # the form for one; "" where nothing is counted
    path: str
    line: int

    @property
    def folder(self) -> str:
        return str(Path(self.path).parent).removeprefix("wrapup_desk").strip("/") or "program"

    @property
    def fields(self) -> frozenset[str]:
        return fields_of(self.text)


class Unsayable(Exception):
    """A call that cannot be translated; the text names its place and what to do."""


def fields_of(text: str) -> frozenset[str]:
    """Return the names in braces.

    Raises:
        Unsayable: braces hold something else.
    """
    if re.search(r"[{}]", FIELD.sub("", text)):
        raise Unsayable(f"only {{names}} may stand in braces: {text!r}")
    return frozenset(FIELD.findall(text))


def modules() -> list[Path]:
    """Return what speaks to people: all but the stand-in for the server."""
    simulator = PACKAGE / "simulator"
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if not path.is_relative_to(simulator) and path != _OWN
    ]


def texts_of(paths: list[Path] | None = None) -> list[SourceText]:
    """Return each text once, in the order of folders, files and lines.

    Raises:
        Unsayable: a first argument is no literal, or its fields are not what is given.
    """
    found: dict[str, SourceText] = {}
    for path in modules() if paths is None else paths:
        for each in _in_module(path):
            known = found.setdefault(each.text, each)
            if known.one != each.one:
                raise Unsayable(
                    f"{each.path}:{each.line}: {each.text!r} is said with another form for one"
                    f" in {known.path}"
                )
    return sorted(found.values(), key=lambda each: (each.folder, each.path, each.line))


def _in_module(path: Path) -> Iterator[SourceText]:
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            count = _LITERALS.get(node.func.id, 0)
            if count:
                yield _text_in(node, name, count)


def _text_in(node: ast.Call, path: str, count: int) -> SourceText:
    literals = [
        each.value
        for each in node.args[:count]
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    place = f"{path}:{node.lineno}"
    if len(literals) < count or not all(literals):
        raise Unsayable(f"{place}: has to begin with a literal; mark() it, then tr_marked()")
    _check_fields(node, place, literals, is_counted=count == 2)
    text, one = literals[-1], literals[0] if count == 2 else ""
    return SourceText(text, one, path, node.lineno)


def _check_fields(node: ast.Call, place: str, literals: list[str], *, is_counted: bool) -> None:
    fields = frozenset[str]().union(*map(fields_of, literals))
    given = {each.arg for each in node.keywords}
    if is_counted:
        given.add("count")
    # Without any, the fields are filled in where the text is said.
    if given and None not in given and given != fields:
        raise Unsayable(
            f"{place}: given {sorted(map(str, given))}, but the text has {sorted(fields)}"
        )
