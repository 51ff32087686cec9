"""Finds texts that reach people without going through tr: literals in windows, notices, errors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.languages.extraction import PACKAGE, ROOT, modules

_SAYING = {"tr", "tr_n", "tr_marked", "mark", "fill"}
# What is read by a program or a developer, whatever its words.
_QUIET = {
    "compile",
    "start",
    "RuntimeError",
    "TypeError",
    "setObjectName",
    "setProperty",
    "callback",
}
_LOGGING = {"debug", "info", "warning", "error", "exception", "critical"}
# Calls whose words a person reads, wherever in the program they stand.
_SAID = {
    "Notice", "SettingsError", "ContactCentreError", "SignInFailed", "SignInNeeded", "StoreBroken",
    "StoreFull", "BadPlan", "RuleTrouble", "ProfileInUse", "NotEnded", "ModelRefused",
    "ManifestRefused", "NotFound", "RateLimited", "Unreachable", "ExportDone", "Trouble", "Finding",
    "setText", "show_text", "show_caption", "setToolTip", "setAccessibleName",
    "setAccessibleDescription", "setPlaceholderText", "setWindowTitle", "addItem", "addAction",
    "show_state", "show_problem", "show_waiting", "setInformativeText", "setTitle",
}  # fmt: skip
# Keys of notices and of facts, and what stands in the text for the support, which stays English.
_KEYS = {"message bus", "part of day", "talk time", "not installed"}
# Names of things, the same in every language.
_NAMES = {
    "WrapUp Desk",
    "Yu Gothic UI",
    "Hiragino Sans",
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "English",
    "Deutsch",
    "日本語",
    "Genesys",
}


def unwrapped(paths: list[Path] | None = None) -> list[str]:
    """Return the place and the words of each text that is said and not translated."""
    return [
        f"{path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name}:{line}: {text!r}"
        for path in (modules() if paths is None else paths)
        for line, text in _in_module(path)
    ]


def _in_module(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # In a window every sentence is read by a person, whatever is done with it.
    is_window = path.is_relative_to(PACKAGE / "ui") or not path.is_relative_to(ROOT)
    yield from _Reader(is_window=is_window).read(tree)


class _Reader:
    """Walks a module and leaves out what nobody reads."""

    def __init__(self, *, is_window: bool) -> None:
        self._is_window = is_window

    def read(self, node: ast.AST, *, is_said: bool = False) -> Iterator[tuple[int, str]]:
        if _is_left_out(node):
            return
        if isinstance(node, ast.Constant | ast.JoinedStr):
            text = _words_of(node)
            if self._is_read(text, is_said=is_said):
                yield node.lineno, text
        is_said = is_said or (isinstance(node, ast.Call) and _name_of(node) in _SAID)
        for child in ast.iter_child_nodes(node):
            # The parts of an f-string were read as one; what is put into it is read for itself.
            if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
                yield from self.read(child, is_said=is_said)

    def _is_read(self, text: str, *, is_said: bool) -> bool:
        for name in _NAMES:
            text = text.replace(name, "")
        if not (is_said or self._is_window) or text in _KEYS:
            return False
        is_sentence = re.search(r"[^\W\d_]{2,}[,;:.]? +[^\W\d_]{2,}", text) is not None
        return is_sentence or (is_said and _is_word(text))


def _is_left_out(node: ast.AST) -> bool:
    match node:
        case ast.Call():
            name = _name_of(node)
            is_log = name in _LOGGING and isinstance(node.func, ast.Attribute)
            return is_log or name in _SAYING | _QUIET
        case ast.Expr(value=ast.Constant()):
            return True  # a docstring
    return isinstance(node, ast.Compare | ast.Subscript | ast.arguments)


def _is_word(text: str) -> bool:
    """Whether *text* is one word that begins with a capital, as a caption does; keys do not."""
    return re.fullmatch(r"[A-Z][a-z]{2,}[ .…:]*", text) is not None


def _words_of(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(
        part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else " "
        for part in node.values
    )


def _name_of(node: ast.Call) -> str:
    match node.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return ""
