"""The settings: what they mean, their limits, and a clear message for each that is wrong.

Reading and writing the file is the adapter's business; here a plain mapping becomes checked
values. An administrator's policy is a second mapping that wins, key by key, and may lock keys.
What a setting may be is the type of its field in `Settings`; msgspec checks it.
"""

from __future__ import annotations

import difflib
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from functools import cache
from typing import Annotated, TypeVar, get_type_hints

import msgspec
from msgspec import Meta

from wrapup_desk.application.base.hot_key import HotKeyText
from wrapup_desk.application.base.setting_texts import (
    CONVERSATION_LINK,
    MOST_PROBLEMS,
    FileOrHttpsUrl,
    HttpsUrl,
    LinkTemplate,
    LogLevel,
    LoopbackUrl,
    PublicKey,
    StoreAddress,
    allowed,
    checked_templates,
    no_table,
    note,
    plain,
    same_queue,
    shown,
)
from wrapup_desk.domain.identifiers import folded_name, pasted_id
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.modes import Mode, QueueRule, Suggestions
from wrapup_desk.domain.notes.note_draft import NoteDrafting

# Not repeated in a message: it may hold a password.
_SECRET = "store"
_TEMPLATES = "note_templates"

_Kind = TypeVar("_Kind")
_Tables = dict[str, dict[str, object]]


class SettingsError(Exception):
    """A setting is wrong; the text names the key, what was found, and what is allowed."""


class ThemeChoice(enum.Enum):
    """Which colours the windows use."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class LanguageChoice(enum.Enum):
    """Which language the program speaks."""

    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"
    JAPANESE = "ja"


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
    api_url: LoopbackUrl = ""
    login_url: LoopbackUrl = ""
    # Suggestions and submission
    mode: Mode = Mode.SUGGEST
    min_probability: Annotated[float, Meta(ge=0.5, le=1)] = 0.95
    hold_seconds: Annotated[float, Meta(ge=0, le=600)] = 10.0
    trusts_backend: bool = False
    early_as_draft: bool = False
    suggestions: Suggestions = Suggestions.SHOWN
    # Whether a code that is selected and not sent goes out shortly before the time-out.
    sends_selected: bool = True
    # How long a code waits for an undo where it ends the after-call work.
    undo_seconds: Annotated[float, Meta(ge=0, le=5)] = 0.0
    # Drafted notes, and texts with fields that an agent calls by a slash and their name.
    notes: NoteDrafting = NoteDrafting.SHOWN
    note_templates: Mapping[str, str] = field(default_factory=dict)
    queues: Mapping[str, QueueRule] = field(default_factory=dict)
    # Participant attributes that may be used as features; empty means none.
    attributes: tuple[str, ...] = ()
    backend_code_attribute: str = "wrapup_code"
    backend_note_attribute: str = "wrapup_notes"
    favourites: tuple[str, ...] = ()  # of queues that have none of their own
    queue_favourites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by queue id
    # What divides the names of codes into levels; empty: it is learnt from them; "off": nothing.
    code_separators: tuple[str, ...] = ()
    # Whether further topics of an interaction may go as tags beside its code.
    further_topics: bool = True
    # Other words for a code, by its name or id.
    code_synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    model: FileOrHttpsUrl = ""
    model_sha256: str = ""
    # Another sentence encoder than the one that ships, such as one for many languages.
    encoder: FileOrHttpsUrl = ""
    encoder_sha256: str = ""
    reads_sentences: bool = True  # by the encoder, which takes 60 MB; else single words alone
    # Whether a request now and then keeps an organisation's idle time-out from ending the sign-in.
    keeps_signed_in: bool = True
    # The window
    language: LanguageChoice = LanguageChoice.SYSTEM
    theme: ThemeChoice = ThemeChoice.SYSTEM
    text_percent: Annotated[int, Meta(ge=80, le=200)] = 100
    stays_on_top: bool = False
    shows_toasts: bool = True
    plays_sounds: bool = False
    hot_key: HotKeyText = ""
    has_single_keys: bool = True
    starts_with_windows: bool = False
    # Files
    keep_days: Annotated[int, Meta(ge=1, le=30)] = 30
    log_level: LogLevel = "INFO"
    # The repair desk
    # Where corrections and the audit trail are kept: empty is a file of this user's profile, a
    # postgresql:// address is a team's own server.
    store: StoreAddress = ""
    repair_needs_reason: bool = False
    repair_needs_note: bool = False
    # Where Genesys refuses a correction, also write it as a participant attribute of this name.
    repair_attribute: str = ""
    repair_leaves_out_dialer: bool = False
    # Whether supervisors see which agent had a conversation; a works council may not want it.
    repair_names_agents: bool = True
    # Where a conversation is looked at in Genesys Cloud; empty: no such link.
    repair_conversation_link: LinkTemplate = CONVERSATION_LINK
    repair_requests_per_minute: Annotated[int, Meta(ge=10, le=3000)] = 200
    # Where newer versions are announced, and the announcer's public key; both, or no check at all.
    update_url: HttpsUrl = ""
    update_key: PublicKey = ""

    @property
    def is_connected_to_an_org(self) -> bool:
        return bool(self.client_id and (self.region or self.api_url))

    def rule_for(self, queue_name: str, queue_id: str) -> QueueRule:
        """Return what applies to a queue, by its name or its id; of two tables, the first.

        An administrator's come first: naming the queue otherwise is no way past them.
        """
        rule = self._rule_called_alike(queue_name, queue_id) if self.queues else None
        if rule is not None:
            return rule
        return QueueRule(
            self.mode,
            self.min_probability,
            self.hold_seconds,
            trusts_backend=self.trusts_backend,
            early_as_draft=self.early_as_draft,
            suggestions=self.suggestions,
            sends_selected=self.sends_selected,
            notes=self.notes,
        )

    def _rule_called_alike(self, queue_name: str, queue_id: str) -> QueueRule | None:
        """Return the rule of the queue's name or id in another letter case or composition."""
        wanted = {folded_name(queue_name), folded_name(queue_id)} - {""}
        named = (rule for name, rule in self.queues.items() if folded_name(name) in wanted)
        return next(named, None)

    @property
    def keep(self) -> timedelta:
        return timedelta(days=self.keep_days)


EVERY_SETTING = frozenset(each.name for each in fields(Settings))


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings, which of their keys an administrator has locked, and what was wrong."""

    settings: Settings
    locked: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    policy_problems: tuple[str, ...] = ()


def parse(
    personal: Mapping[str, object], policy: Mapping[str, object] | None = None
) -> LoadedSettings:
    """Check and combine the personal file and an administrator's policy.

    Raises:
        SettingsError: unknown keys, wrong types, or values out of range; it names all of them.
    """
    loaded = parse_leniently(personal, policy)
    if problems := (*loaded.policy_problems, *loaded.problems):
        raise SettingsError("; ".join(problems))
    return loaded


def parse_leniently(
    personal: Mapping[str, object], policy: Mapping[str, object] | None = None
) -> LoadedSettings:
    """Check and combine the personal file and an administrator's policy, as far as they are right.

    Whatever the policy sets is locked, and what it says of all queues holds for each queue,
    whatever the personal file says of that one. A key it locks without setting it keeps its
    default. Queues of the policy and of the person stand side by side.

    A wrong value falls back to its default, alone, and is listed in the result. In a policy it
    stays locked; and where it is unclear what a policy locks, the personal file does not count.
    """
    rules = _Policy(dict(policy or {}))
    problems: list[str] = []
    open_to_all = {key: value for key, value in personal.items() if key not in rules.locked}
    tables = _checked_queues(open_to_all.pop("queues", {}), problems)
    values = _checked(open_to_all, problems)
    settings = replace(Settings(), **{**values, **rules.values})  # type: ignore[arg-type]  # msgspec has checked each type
    settings = replace(settings, client_id=pasted_id(settings.client_id))
    general = settings.rule_for("", "")
    queues = {
        name: replace(general, **table)  # type: ignore[arg-type]  # msgspec has checked each type
        for name, table in rules.combined_with(tables).items()
    }
    return LoadedSettings(
        replace(settings, queues=queues), rules.locked, tuple(problems), tuple(rules.problems)
    )


class _Policy:
    """What an administrator's file sets and locks."""

    def __init__(self, raw: dict[str, object]) -> None:
        self.problems: list[str] = []
        named = self._locks(raw.pop("locked", []))
        problems: list[str] = []
        self._queues = _checked_queues(raw.pop("queues", {}), problems)
        self._are_queues_right = not problems
        self.values = _checked(raw, problems)
        self.problems += problems
        self.locked = named | (raw.keys() & _kinds().keys())

    def combined_with(self, queues: _Tables) -> _Tables:
        """Return what is set for each queue: the personal values that are left open, and ours."""
        combined: _Tables = {}
        for name, table in queues.items() if self._are_queues_right else ():
            combined[name] = {key: value for key, value in table.items() if key not in self.locked}
        alike: dict[str, list[str]] = {}
        for own in combined:
            alike.setdefault(folded_name(own), []).append(own)
        for name, table in self._queues.items():
            # Whatever letter case a person writes, it is the queue that the policy means.
            personal = [combined.pop(own) for own in alike.get(folded_name(name), ())]
            combined[name] = {
                key: value for each in (*personal, table) for key, value in each.items()
            }
        # Ours first: a queue may be named by its id here and by its name there.
        return {name: combined[name] for name in (*self._queues, *combined)}

    def _locks(self, raw: object) -> frozenset[str]:
        try:
            named = frozenset(_convert("locked", raw, tuple[str, ...]))
            for key in named:
                _kind_of(key)
        except SettingsError as error:
            self.problems.append(str(error))
            return EVERY_SETTING
        return named


def to_mapping(settings: Settings) -> dict[str, object]:
    """Return what differs from the defaults, as plain values for a file."""
    default = Settings()
    mapping: dict[str, object] = {}
    for each in fields(Settings):
        value = getattr(settings, each.name)
        if value != getattr(default, each.name):
            mapping[each.name] = plain(value)
    return mapping


def without_policy(settings: Settings, policy: Mapping[str, object]) -> dict[str, object]:
    """Return the person's own part of *settings*: nothing that *policy* set or locked."""
    locked = parse_leniently({}, policy).locked
    mapping = {key: raw for key, raw in to_mapping(settings).items() if key not in locked}
    tables = _checked_queues(mapping.pop("queues", {}), [])
    policy_tables = _checked_queues(policy.get("queues", {}), [])
    fixed = {folded_name(name): table for name, table in policy_tables.items()}
    own = {
        name: {
            key: plain(value)
            for key, value in table.items()
            if key not in locked and key not in fixed.get(folded_name(name), {})
        }
        for name, table in tables.items()
    }
    own = {name: table for name, table in own.items() if table}
    return {**mapping, "queues": own} if own else mapping


def _checked(
    raw: Mapping[str, object], problems: list[str], queue: str | None = None
) -> dict[str, object]:
    """Return the values that are right, each of its own type; add a message for each other."""
    place = "" if queue is None else f"queues.{shown(queue)}."
    values: dict[str, object] = {}
    for key, value in raw.items():
        if len(problems) > MOST_PROBLEMS and key not in _kinds():  # enough is told
            continue
        try:
            if place + key == _TEMPLATES:
                values[key] = checked_templates(value, problems)
                continue
            kind = _kind_of(key) if queue is None else _kind_in_queue(place, key)
            values[key] = _convert(place + key, value, kind)
        except SettingsError as error:
            note(problems, str(error))
    return values


def _checked_queues(raw: object, problems: list[str]) -> _Tables:
    """Return what is right in the tables of queues; add a message for each other thing."""
    if not isinstance(raw, Mapping):
        found = shown(repr(raw))
        note(problems, tr('"queues" has to be a table of queues, found {raw}', raw=found))
        return {}
    tables: _Tables = {}
    called: dict[str, object] = {}
    for queue, table in raw.items():
        other = called.setdefault(folded_name(str(queue)), queue)
        if other is not queue:
            note(problems, same_queue(str(queue), str(other)))
        if isinstance(table, Mapping):
            tables[str(queue)] = _checked(table, problems, str(queue))
        else:
            note(problems, no_table(str(queue), repr(table)))
    return tables


@cache
def _kinds() -> dict[str, type]:
    return get_type_hints(Settings, include_extras=True)


def _kind_of(key: str) -> type:
    kind = _kinds().get(key)
    if kind is None:
        near = difflib.get_close_matches(shown(key), _kinds(), n=1)
        advice = tr(' (did you mean "{near}"?)', near=near[0]) if near else ""
        raise SettingsError(tr('"{key}" is not a setting{advice}', key=shown(key), advice=advice))
    return kind


def _kind_in_queue(place: str, key: str) -> type:
    if key not in {each.name for each in fields(QueueRule)}:
        raise SettingsError(
            tr('"{place}{key}" is not a setting of a queue', place=place, key=shown(key))
        )
    return _kinds()[key]


def _convert(key: str, raw: object, kind: type[_Kind]) -> _Kind:
    value = raw
    if isinstance(raw, str):
        value = raw.strip()
    elif isinstance(raw, float) and raw.is_integer():
        value = int(raw)  # 150.0 is a whole number, too
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        found = "" if key == _SECRET else tr(", found {raw}", raw=shown(repr(raw)))
        raise SettingsError(
            tr('"{key}" has to {kind}{found}', key=key, kind=allowed(kind), found=found)
        ) from None
