"""Says by rules which past legs get which code: a tidied code list, or all of a queue without one."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from wrapup_desk.domain.history.past_leg import NameDirectory, is_nobodys_code
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.leg_table import LegTable
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.wrapup import WrapupCode

# What stands in a rule's *from_code* for legs without a person's code, and for any code.
NO_CODE = "(no code)"
ANY_CODE = "*"
MOST_RULES = 2_000
_NOBODY = Person("")


@dataclass(frozen=True, slots=True)
class Rule:
    """Legs that meet every condition get *to_code*; an empty condition is none.

    Codes and queues are named by their id or by their name, in any case.
    """

    to_code: str
    from_code: str = NO_CODE
    queue: str = ""
    # The number that was called, or the address written to.
    dnis: str = ""
    # The Architect flow that routed it, by name.
    flow: str = ""
    # A participants' attribute and the value it has.
    attribute: str = ""
    value: str = ""
    media: str = ""


@dataclass(frozen=True, slots=True)
class RuleList:
    """Rules under a name, kept to be run again; of those that fit a leg, the first counts."""

    name: str
    rules: tuple[Rule, ...] = ()
    who: Person = _NOBODY
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RuleTrouble:
    """What is wrong with a rule, by its place from 1; one that *stops* keeps the list from running."""

    place: int
    text: str
    stops: bool = False

    def __str__(self) -> str:
        return tr("Rule {place}: {text}", place=self.place, text=self.text)


class RuleTroubles(ValueError):
    """The rules cannot be run as they are; fit for a person.

    Attributes:
        troubles: each of those that stop it.
    """

    def __init__(self, troubles: Sequence[RuleTrouble]) -> None:
        super().__init__(" ".join(map(str, troubles[:5])))
        self.troubles = tuple(troubles)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A rule in the table's own numbers; None is no condition."""

    code: WrapupCode
    from_codes: frozenset[int] | None
    columns: tuple[tuple[Sequence[int], frozenset[int]], ...]
    attribute: str
    value: str


class RuleMatcher:
    """Rules looked up once in a table's texts, so that a row costs little.

    It is of the texts the table has when it is made.

    Raises:
        RuleTroubles: a new code is not known, or is not told apart from another.
    """

    def __init__(self, rules: Sequence[Rule], table: LegTable, directory: NameDirectory) -> None:
        self._table = table
        self._names = _Names(table, directory)
        self.troubles = tuple(self._troubles_of(rules))
        stopping = [each for each in self.troubles if each.stops]
        if stopping:
            raise RuleTroubles(stopping)
        # The rules that may fit, in order, for each code a leg can have: most ask for the code.
        self._by_code: list[list[tuple[int, _Compiled]]] = [[] for _ in table.codes.texts]
        for place, rule in enumerate(rules):
            compiled = self._compiled(rule)
            numbers = compiled.from_codes
            for number in range(len(self._by_code)) if numbers is None else sorted(numbers):
                self._by_code[number].append((place, compiled))
        self.fitting: Counter[int] = Counter()

    def code_for(self, row: int) -> WrapupCode | None:
        """Return the code the first fitting rule gives a row, and count it; None: no rule fits."""
        table = self._table
        if not table.counts[row]:
            return None  # not over yet, or without a queue and a duty to code it
        number = table.code[row]
        if number >= len(self._by_code):
            return None  # a code that came in after the rules were looked up
        for place, rule in self._by_code[number]:
            if self._fits(rule, row):
                self.fitting[place] += 1
                return rule.code
        return None

    def _fits(self, rule: _Compiled, row: int) -> bool:
        for column, wanted in rule.columns:
            if column[row] not in wanted:
                return False
        if not rule.attribute:
            return True
        found = self._table.attributes.get(row, {}).get(rule.attribute)
        return found is not None and (not rule.value or _folded(found) == _folded(rule.value))

    def _compiled(self, rule: Rule) -> _Compiled:
        table, names = self._table, self._names
        columns: list[tuple[Sequence[int], frozenset[int]]] = []
        if rule.queue:
            columns.append((table.queue, names.queues(rule.queue)))
        if rule.dnis:
            columns.append((table.dnis, _matching(table.dnis_texts.texts, rule.dnis, _number)))
        if rule.flow:
            columns.append((table.flow, _matching(table.flows.texts, rule.flow, _folded)))
        if rule.media:
            columns.append((table.media, names.media(rule.media)))
        return _Compiled(
            names.new_codes(rule.to_code)[0],
            names.old_codes(rule.from_code),
            tuple(columns),
            rule.attribute,
            rule.value,
        )

    def _troubles_of(self, rules: Sequence[Rule]) -> Iterable[RuleTrouble]:
        if not rules:
            yield RuleTrouble(1, tr("there is none yet."), stops=True)
        given_by: dict[str, int] = {}
        for place, rule in enumerate(rules, 1):
            found = self._names.new_codes(rule.to_code)
            if len(found) != 1:
                yield RuleTrouble(place, _not_one_code(rule.to_code, len(found)), stops=True)
                continue
            given_by.setdefault(found[0].id, place)
            if self._names.is_unknown_code(rule.from_code):
                yield RuleTrouble(
                    place,
                    tr(
                        "no code “{from_code}” was found: it fits nothing.",
                        from_code=rule.from_code,
                    ),
                )
            if rule.queue and not self._names.queues(rule.queue):
                yield RuleTrouble(
                    place, tr("no queue “{queue}” was found: it fits nothing.", queue=rule.queue)
                )
            if rule.media and not self._names.media(rule.media):
                yield RuleTrouble(
                    place, tr("no medium is called “{media}”: it fits nothing.", media=rule.media)
                )
            if rule.attribute and not self._table.attributes:
                yield RuleTrouble(
                    place,
                    tr(
                        "the attribute “{attribute}” is known of no leg. The settings name"
                        " which attributes are read, and Genesys gives them for more than a"
                        " week only.",
                        attribute=rule.attribute,
                    ),
                )
        yield from self._chains_of(rules, given_by)

    def _chains_of(self, rules: Sequence[Rule], given_by: dict[str, int]) -> Iterable[RuleTrouble]:
        """Find rules that would take up, the next time, what another gave."""
        for place, rule in enumerate(rules, 1):
            if rule.from_code in (NO_CODE, ANY_CODE):
                continue
            numbers = self._names.old_codes(rule.from_code) or frozenset()
            for number in sorted(numbers):
                giver = given_by.get(self._table.codes.texts[number])
                to_codes = {code.id for code in self._names.new_codes(rule.to_code)}
                if giver is not None and self._table.codes.texts[number] not in to_codes:
                    text = tr(
                        "gives what rule {place} takes: run again, it changes once more.",
                        place=place,
                    )
                    yield RuleTrouble(giver, text)


class _Names:
    """What the texts of rules mean in one organisation."""

    def __init__(self, table: LegTable, directory: NameDirectory) -> None:
        self._table = table
        self._directory = directory
        self._new: dict[str, list[WrapupCode]] = {}
        for code in directory.codes.values():
            for text in {_folded(code.id), _folded(code.name)}:
                self._new.setdefault(text, []).append(code)
        self._old: dict[str, set[int]] = {}
        for number, code_id in enumerate(table.codes.texts):
            for text in {_folded(code_id), _folded(directory.code_name(code_id))}:
                self._old.setdefault(text, set()).add(number)
        self._queues: dict[str, set[int]] = {}
        for number, queue_id in enumerate(table.queues.texts):
            for text in {_folded(queue_id), _folded(directory.queues.get(queue_id, queue_id))}:
                self._queues.setdefault(text, set()).add(number)

    def new_codes(self, text: str) -> list[WrapupCode]:
        by_id = self._directory.codes.get(text.strip())
        return [by_id] if by_id is not None else self._new.get(_folded(text), [])

    def old_codes(self, text: str) -> frozenset[int] | None:
        """Return the numbers of a code to change; None for any."""
        if text == ANY_CODE:
            return None
        if text == NO_CODE:
            texts = enumerate(self._table.codes.texts)
            return frozenset(number for number, code_id in texts if is_nobodys_code(code_id))
        return frozenset(self._old.get(_folded(text), ()))

    def is_unknown_code(self, text: str) -> bool:
        if text in (ANY_CODE, NO_CODE) or self.old_codes(text):
            return False
        return not self.new_codes(text)

    def queues(self, text: str) -> frozenset[int]:
        return frozenset(self._queues.get(_folded(text), ()))

    def media(self, text: str) -> frozenset[int]:
        return self._table.media_numbers(_folded(text))


def _matching(texts: Sequence[str], wanted: str, of: Callable[[str], str]) -> frozenset[int]:
    key = of(wanted)
    return frozenset(number for number, text in enumerate(texts) if text and of(text) == key)


def _number(text: str) -> str:
    """Return a called number as it is compared: without scheme, spaces and separators."""
    bare = text.strip().casefold().removeprefix("tel:").removeprefix("sip:").partition(";")[0]
    digits = "".join(each for each in bare if each.isdigit() or each == "+")
    return digits if digits.strip("+") and "@" not in bare else bare


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _not_one_code(name: str, found: int) -> str:
    if found:
        return tr("several codes are called “{code}”.", code=name)
    return tr("no active code is called “{code}”.", code=name)
