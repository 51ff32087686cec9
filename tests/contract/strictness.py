"""Checks JSON against the official SDK's models: no unknown field, no unknown value."""

import re
from collections.abc import Iterator
from datetime import datetime
from types import ModuleType
from typing import Any

# what the SDK's setters store in place of a value their enumeration does not have
_UNKNOWN_VALUE = "outdated_sdk_version"
_PRIMITIVES: dict[str, type | tuple[type, ...]] = {
    "str": str,
    "int": int,
    "bool": bool,
    "float": (int, float),
}


def complaints(sdk: ModuleType, document: Any, kind: str, where: str = "$") -> list[str]:
    """Everything in *document* that is not as the SDK's model *kind* says."""
    return list(_complaints(sdk, document, kind, where))


def _complaints(sdk: ModuleType, value: Any, kind: str, where: str) -> Iterator[str]:
    if (item := re.fullmatch(r"list\[(.*)\]", kind)) is not None:
        yield from _of_list(sdk, value, item.group(1), where)
    elif (item := re.fullmatch(r"dict\(([^,]*), (.*)\)", kind)) is not None:
        for key, entry in value.items():
            yield from _complaints(sdk, entry, item.group(2), f"{where}.{key}")
    elif kind == "datetime":
        yield from _of_time(value, where)
    elif kind == "object":
        return
    elif kind in _PRIMITIVES:
        expected = _PRIMITIVES[kind]
        is_bool = isinstance(value, bool)
        if not isinstance(value, expected) or (is_bool and kind != "bool"):
            yield f"{where}: {value!r} is not {kind}"
    else:
        yield from _of_model(sdk, value, kind, where)


def _of_list(sdk: ModuleType, value: Any, kind: str, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where}: {value!r} is no list"
        return
    for number, entry in enumerate(value):
        yield from _complaints(sdk, entry, kind, f"{where}[{number}]")


def _of_time(value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, str) or not value.endswith("Z"):
        yield f"{where}: {value!r} is no time"
        return
    datetime.fromisoformat(value)


def _of_model(sdk: ModuleType, value: Any, kind: str, where: str) -> Iterator[str]:
    model = getattr(sdk.models, kind)()
    attributes = {wire: name for name, wire in model.attribute_map.items()}
    if not isinstance(value, dict):
        yield f"{where}: {value!r} is no {kind}"
        return
    for wire, entry in value.items():
        if wire not in attributes:
            yield f"{where}.{wire}: {kind} has no such field"
            continue
        name = attributes[wire]
        if entry is None:
            yield f"{where}.{wire}: unset fields are absent, not null"
            continue
        yield from _complaints(sdk, entry, model.swagger_types[name], f"{where}.{wire}")
        yield from _of_enumeration(model, name, entry, f"{where}.{wire}")


def _of_enumeration(model: Any, name: str, entry: Any, where: str) -> Iterator[str]:
    if isinstance(entry, str):
        setattr(model, name, entry)
        if getattr(model, name) == _UNKNOWN_VALUE:
            yield f"{where}: {entry!r} is no value of its enumeration"
