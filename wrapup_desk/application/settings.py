"""The settings: what they mean, their limits, and a clear message for each that is wrong.

Reading and writing the file is the adapter's business; here a plain mapping becomes checked
values. An administrator's policy is a second mapping that wins, key by key, and may lock keys.
"""

from __future__ import annotations

import base64
import difflib
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from typing import cast
from urllib.parse import urlsplit

from wrapup_desk.domain.modes import Mode, QueueRule, Suggestions

_Reader = Callable[[str, object], object]
# Of Ed25519.
_PUBLIC_KEY_BYTES = 32
TEAM_STORE_SCHEMES = ("postgresql://", "postgres://")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsError(Exception):
    """A setting is wrong; the text names the key, what was found, and what is allowed."""


class Theme(enum.Enum):
    """Which colours the windows use."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Dialect(enum.Enum):
    """Which API a connection speaks."""

    GENESYS_CLOUD = "genesys-cloud"
    INTERACTION_ACTIONS = "interaction-actions"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a person or an administrator can set."""

    # Connection
    region: str = ""
    client_id: str = ""
    dialect: Dialect = Dialect.GENESYS_CLOUD
    # Only for the embedded simulator and tests; loopback addresses only.
    api_url: str = ""
    login_url: str = ""
    # Suggestions and submission
    mode: Mode = Mode.SUGGEST
    min_probability: float = 0.95
    hold_seconds: float = 10.0
    trusts_backend: bool = False
    early_as_draft: bool = False
    suggestions: Suggestions = Suggestions.SHOWN
    queues: Mapping[str, QueueRule] = field(default_factory=dict)
    # Participant attributes that may be used as features; empty means none.
    attributes: tuple[str, ...] = ()
    backend_code_attribute: str = "wrapup_code"
    backend_note_attribute: str = "wrapup_notes"
    favourites: tuple[str, ...] = ()
    model: str = ""
    model_sha256: str = ""
    # The window
    theme: Theme = Theme.SYSTEM
    text_percent: int = 100
    stays_on_top: bool = False
    shows_toasts: bool = True
    has_single_keys: bool = True
    starts_with_windows: bool = False
    # Files
    keep_days: int = 30
    log_level: str = "INFO"
    # The repair desk
    # Where corrections and the audit trail are kept: empty is a file of this user's profile, a
    # postgresql:// address is a team's own server.
    store: str = ""
    repair_needs_reason: bool = False
    repair_needs_note: bool = False
    # Where Genesys refuses a correction, also write it as a participant attribute of this name.
    repair_attribute: str = ""
    repair_leaves_out_dialer: bool = False
    repair_requests_per_minute: int = 200
    # Where newer versions are announced, and the announcer's public key; both, or no check at all.
    update_url: str = ""
    update_key: str = ""

    @property
    def is_connected_to_an_org(self) -> bool:
        return bool(self.client_id and (self.region or self.api_url))

    def rule_for(self, queue_name: str, queue_id: str) -> QueueRule:
        """Return what applies to a queue, by its name or its id."""
        rule = self.queues.get(queue_name) or self.queues.get(queue_id)
        if rule is not None:
            return rule
        return QueueRule(
            self.mode,
            self.min_probability,
            self.hold_seconds,
            trusts_backend=self.trusts_backend,
            early_as_draft=self.early_as_draft,
            suggestions=self.suggestions,
        )

    @property
    def keep(self) -> timedelta:
        return timedelta(days=self.keep_days)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings, and which of their keys an administrator has locked."""

    settings: Settings
    locked: frozenset[str] = frozenset()


def parse(
    personal: Mapping[str, object], policy: Mapping[str, object] | None = None
) -> LoadedSettings:
    """Check and combine the personal file and an administrator's policy.

    Whatever the policy sets is locked, and what it says of all queues holds for each queue,
    whatever the personal file says of that one. A key it locks without setting it keeps its
    default. Queues of the policy and of the person stand side by side.

    Raises:
        SettingsError: an unknown key, a wrong type, or a value out of range.
    """
    policy = dict(policy or {})
    named = frozenset(_strings("locked", policy.pop("locked", [])))
    for key in (*named, *personal):
        _reader_of(key)
    locked = named | (policy.keys() - {"queues"})
    open_to_all = {key: value for key, value in personal.items() if key not in locked}
    raw = {**open_to_all, **policy}
    tables = _queue_tables(open_to_all.get("queues", {}), policy.get("queues", {}), locked)
    values = {key: _reader_of(key)(key, value) for key, value in raw.items() if key != "queues"}
    settings = replace(Settings(), **values)  # type: ignore[arg-type]  # readers give each its type
    general = settings.rule_for("", "")
    rules = {name: _queue_rule(f"queues.{name}", table, general) for name, table in tables.items()}
    return LoadedSettings(replace(settings, queues=rules), locked)


def to_mapping(settings: Settings) -> dict[str, object]:
    """Return what differs from the defaults, as plain values for a file."""
    default = Settings()
    mapping: dict[str, object] = {}
    for each in fields(Settings):
        value = getattr(settings, each.name)
        if value != getattr(default, each.name):
            mapping[each.name] = _plain(value)
    return mapping


def without_policy(settings: Settings, policy: Mapping[str, object]) -> dict[str, object]:
    """Return the person's own part of *settings*: nothing that *policy* set or locked."""
    locked = parse({}, policy).locked
    mapping = {key: raw for key, raw in to_mapping(settings).items() if key not in locked}
    tables = _tables("queues", mapping.pop("queues", {}))
    fixed = _tables("queues", policy.get("queues", {}))
    own = {
        name: {
            key: raw
            for key, raw in table.items()
            if key not in locked and key not in fixed.get(name, {})
        }
        for name, table in tables.items()
    }
    own = {name: table for name, table in own.items() if table}
    return {**mapping, "queues": own} if own else mapping


def _plain(value: object) -> object:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(rule) for key, rule in value.items()}
    if isinstance(value, QueueRule):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(QueueRule)}
    return value


def _closest(key: str) -> str:
    near = difflib.get_close_matches(key, _READERS, n=1)
    return f'; did you mean "{near[0]}"?' if near else ""


def _text(key: str, raw: object) -> str:
    if not isinstance(raw, str):
        raise SettingsError(f'"{key}" has to be a text, found {raw!r}')
    return raw.strip()


def _truth(key: str, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise SettingsError(f'"{key}" has to be true or false, found {raw!r}')
    return raw


def _number(key: str, raw: object, low: float, high: float) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not low <= raw <= high:
        raise SettingsError(f'"{key}" has to be a number from {low:g} to {high:g}, found {raw!r}')
    return float(raw)


def _strings(key: str, raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple) or not all(isinstance(each, str) for each in raw):
        raise SettingsError(f'"{key}" has to be a list of texts, found {raw!r}')
    return tuple(cast("list[str]", raw))


def _one_of(key: str, raw: object, kind: type[enum.Enum]) -> enum.Enum:
    for member in kind:
        if member.value == raw:
            return member
    allowed = ", ".join(f'"{member.value}"' for member in kind)
    raise SettingsError(f'"{key}" has to be one of {allowed}, found {raw!r}')


def _log_level(key: str, raw: object) -> str:
    if raw not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise SettingsError(f'"{key}" has to be DEBUG, INFO, WARNING or ERROR, found {raw!r}')
    return str(raw)


def _loopback_url(key: str, raw: object) -> str:
    url = _text(key, raw)
    if url and not _leads_to_this_computer(url):
        allowed = "http://127.0.0.1:PORT, for the simulator on this computer"
        raise SettingsError(f'"{key}" has to be {allowed}, found {raw!r}')
    return url


def _https_url(key: str, raw: object) -> str:
    url = _text(key, raw)
    if url and not url.startswith("https://"):
        raise SettingsError(f'"{key}" has to begin with https://, found {raw!r}')
    return url


def _model_place(key: str, raw: object) -> str:
    place = _text(key, raw)
    if "://" in place and not place.startswith("https://"):
        raise SettingsError(
            f'"{key}" has to be a file or an address that begins with https://, found {raw!r}'
        )
    return place


def _store_address(key: str, raw: object) -> str:
    address = _text(key, raw)
    if address and not address.startswith(TEAM_STORE_SCHEMES):
        # Not repeated: it may hold a password.
        raise SettingsError(f'"{key}" has to be empty or begin with postgresql://')
    return address


def _public_key(key: str, raw: object) -> str:
    text = _text(key, raw)
    try:
        is_key = len(base64.b64decode(text, validate=True)) == _PUBLIC_KEY_BYTES
    except ValueError:
        is_key = False
    if text and not is_key:
        raise SettingsError(f'"{key}" has to be a public key (32 bytes in base64), found {raw!r}')
    return text


def _leads_to_this_computer(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in _LOOPBACK


def _reader_of(key: str) -> _Reader:
    reader = _READERS.get(key)
    if reader is None:
        raise SettingsError(f'"{key}" is not a setting{_closest(key)}')
    return reader


def _queue_tables(
    personal: object, policy: object, locked: frozenset[str]
) -> dict[str, dict[str, object]]:
    """Return what is set for each queue: the personal values an administrator left open."""
    tables: dict[str, dict[str, object]] = {}
    for name, table in _tables("queues", personal).items():
        tables[name] = {key: value for key, value in table.items() if key not in locked}
    for name, table in _tables("queues", policy).items():
        tables.setdefault(name, {}).update(table)
    return tables


def _tables(key: str, raw: object) -> dict[str, Mapping[str, object]]:
    if not isinstance(raw, Mapping):
        raise SettingsError(f'"{key}" has to be a table of queues, found {raw!r}')
    for name, table in raw.items():
        if not isinstance(table, Mapping):
            raise SettingsError(f'"{key}.{name}" has to be a table, found {table!r}')
    return {str(name): table for name, table in raw.items()}


def _queue_rule(key: str, table: Mapping[str, object], general: QueueRule) -> QueueRule:
    """Return the rule of one queue; what its table leaves out is as for all queues."""
    known = {each.name for each in fields(QueueRule)}
    values: dict[str, object] = {}
    for name, value in table.items():
        if name not in known:
            raise SettingsError(f'"{key}.{name}" is not a setting of a queue')
        values[name] = _READERS[name](f"{key}.{name}", value)
    return replace(general, **values)  # type: ignore[arg-type]  # readers give each its type


_READERS: dict[str, _Reader] = {
    "region": _text,
    "client_id": _text,
    "dialect": lambda key, raw: _one_of(key, raw, Dialect),
    "api_url": _loopback_url,
    "login_url": _loopback_url,
    "mode": lambda key, raw: _one_of(key, raw, Mode),
    "min_probability": lambda key, raw: _number(key, raw, 0.5, 1.0),
    "hold_seconds": lambda key, raw: _number(key, raw, 0.0, 600.0),
    "trusts_backend": _truth,
    "early_as_draft": _truth,
    "suggestions": lambda key, raw: _one_of(key, raw, Suggestions),
    "queues": _tables,
    "attributes": _strings,
    "backend_code_attribute": _text,
    "backend_note_attribute": _text,
    "favourites": _strings,
    "model": _model_place,
    "model_sha256": _text,
    "theme": lambda key, raw: _one_of(key, raw, Theme),
    "text_percent": lambda key, raw: int(_number(key, raw, 80, 200)),
    "stays_on_top": _truth,
    "shows_toasts": _truth,
    "has_single_keys": _truth,
    "starts_with_windows": _truth,
    "keep_days": lambda key, raw: int(_number(key, raw, 1, 30)),
    "log_level": _log_level,
    "store": _store_address,
    "repair_needs_reason": _truth,
    "repair_needs_note": _truth,
    "repair_attribute": _text,
    "repair_leaves_out_dialer": _truth,
    "repair_requests_per_minute": lambda key, raw: int(_number(key, raw, 10, 3000)),
    "update_url": _https_url,
    "update_key": _public_key,
}
