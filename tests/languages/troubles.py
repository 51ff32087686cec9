"""Finds every text with which the program reports trouble as a notice, in its own source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.languages.extraction import PACKAGE, modules

# What these say is handed on, and becomes a notice elsewhere.
_HANDED_ON = (
    "adapters/base/proxy_settings.py",
    "adapters/genesys/http/oauth.py",
    "application/desk/notices.py",
    "main/apps/encoder_place.py",
    "main/apps/recommender_setup.py",
    "main/apps/team_model.py",
)


def trouble_texts() -> dict[str, str]:
    """Return each sentence that may begin a notice of trouble, and the file that says it."""
    return {
        text: path.relative_to(PACKAGE).as_posix()
        for path in modules()
        for text in _said_as_trouble(path)
        if _is_sentence(text)
    }


def _is_sentence(text: str) -> bool:
    """Whether *text* stands for itself: names of permissions, clauses and lists do not."""
    return text[0].isupper() and text.endswith((".", "?"))


def _said_as_trouble(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    marks = dict(_marks_of(tree))
    functions = {each.name: each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
    if path.relative_to(PACKAGE).as_posix() in _HANDED_ON:
        yield from _said_in(tree, marks, functions, set(functions))
    for function in functions.values():
        if any(_reports_trouble(each) for each in ast.walk(function)):
            yield from _said_in(function, marks, functions, {function.name})


def _reports_trouble(node: ast.AST) -> bool:
    """Whether *node* makes a notice that is no mere information."""
    if (name := _called(node)) not in ("Notice", "told"):
        return False
    kinds = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    # What the repair desk tells is trouble unless it says otherwise.
    return bool(kinds & {"WARNING", "ERROR"}) or (name == "told" and "INFO" not in kinds)


def _said_in(
    node: ast.AST,
    marks: dict[str, str],
    functions: dict[str, ast.FunctionDef],
    seen: set[str],
) -> Iterator[str]:
    """Yield what *node* says, and what the functions of its module say that it calls."""
    for each in ast.walk(node):
        name = _called(each)
        if name in ("tr", "tr_n", "mark") and isinstance(each, ast.Call):
            yield from _literals(each.args[: 2 if name == "tr_n" else 1])
        elif name == "tr_marked" and isinstance(each, ast.Call):
            names = [part.id for part in ast.walk(each.args[0]) if isinstance(part, ast.Name)]
            yield from (marks[part] for part in names if part in marks)
        elif name in functions and name not in seen:
            seen.add(name)
            yield from _said_in(functions[name], marks, functions, seen)


def _marks_of(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for each in tree.body:
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call):
            targets = [target.id for target in each.targets if isinstance(target, ast.Name)]
            if _called(each.value) == "mark":
                yield from zip(targets, _literals(each.value.args), strict=False)


def _literals(nodes: list[ast.expr]) -> Iterator[str]:
    for each in nodes:
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def _called(node: ast.AST) -> str:
    """Return the name of what *node* calls; empty where it calls nothing by a plain name."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id
    return ""
