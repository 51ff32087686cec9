"""Keeps a hundred thousand past legs in columns: small, quick to filter and to sort.

A leg as an object of its own takes about a kilobyte; here it takes about 200 bytes, names and
ids of codes, queues and agents being kept once. A row's number never changes its meaning:
rows are added and improved, never removed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from wrapup_desk.domain.history.past_leg import PastLeg, unnamed_agent
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.repair.code_issue import CodeIssue

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_MEDIA = tuple(Media)
_ISSUES: tuple[CodeIssue | None, ...] = (None, *CodeIssue)
ISSUE_INDEX = {issue: index for index, issue in enumerate(_ISSUES)}
MEDIA_INDEX = {media: index for index, media in enumerate(_MEDIA)}
_SKIPPED, _DIALER, _IN_AFTER_CALL, _JOINED = 1, 2, 4, 8
_ABSENT = -(2**62)


class StringTable:
    """Texts that repeat, each kept once under a small number."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found

    def find(self, text: str) -> int | None:
        return self._numbers.get(text)


class LegTable:
    """Past legs by column; `put` adds or improves one, `leg` gives one back whole."""

    def __init__(self, *, names_agents: bool = True) -> None:
        # Where agents' figures may not be shown, no agent is told from another.
        self.names_agents = names_agents
        self.agents = StringTable()  # ids
        # Those that are known: analytics mostly tells the id alone.
        self.agent_names: dict[int, str] = {}
        # Ids of those nobody has named yet.
        self.unnamed: set[str] = set()
        self.queues = StringTable()
        self.codes = StringTable()
        self.agent = array("L")
        self.queue = array("L")
        self.code = array("L")
        self.media = bytearray()
        self.issue = bytearray()
        # 1 for a row that counts: it is over, and owes a code or has one.
        self.counts = bytearray()
        self.started_ms = array("q")
        self.answered_ms = array("q")
        self.hung_up_ms = array("q")
        self.completed_ms = array("q")
        # By it a row belongs to a day.
        self.ended_ms = array("q")
        # What a customer is shown by: the name, or the address without one.
        self.customers = StringTable()
        self.customer = array("L")
        # Each name's place in the order of names; kept by `arrangement`, which works it out.
        self.customer_ranks: list[int] = []
        self.customer_addresses: list[str] = []
        self._flags = bytearray()
        # Few legs have any: the note, and the tags beside it.
        self.notes: dict[int, str] = {}
        self.tags: dict[int, tuple[str, ...]] = {}
        self._make_routing_columns()
        self._conversation_ids = _Ids()
        self._participant_ids = _Ids()
        self._communication_ids = _Ids()
        self._rows: dict[bytes, int] = {}

    def _make_routing_columns(self) -> None:
        """Make what a rule or a filter may ask for: number called, flow, divisions, attributes."""
        self.dnis_texts = StringTable()
        self.dnis = array("L")
        self.flows = StringTable()
        self.flow = array("L")
        # Ids, joined where a conversation is of several divisions.
        self.divisions = StringTable()
        self.division = array("L")
        self.teams = StringTable()  # ids
        self.team = array("L")
        self.attributes: dict[int, Mapping[str, str]] = {}

    def __len__(self) -> int:
        return len(self.agent)

    def put(self, leg: PastLeg, issue: CodeIssue | None, *, counts: bool | None = None) -> int:
        """Add *leg*, or replace what was known of it; return its row.

        Unless *counts* tells, a leg that is over and has a queue counts in the figures.
        """
        packed = _packed(leg.key.communication_id)
        row = self._rows.get(packed)
        if row is None:
            row = self._rows[packed] = len(self)
            self._append(leg)
        self._set(row, leg, issue)
        self.counts[row] = leg.is_over and bool(leg.queue_id) if counts is None else counts
        return row

    def row_of(self, communication_id: str) -> int | None:
        return self._rows.get(_packed(communication_id))

    def name_agents(self, names: Mapping[str, str]) -> None:
        """Note agents' names by id."""
        if not self.names_agents:
            return
        for agent_id, name in names.items():
            self.agent_names[self.agents.number(agent_id)] = name
        self.unnamed.difference_update(names)

    def agent_label(self, number: int) -> str:
        """Return what an agent is shown as: by name, or by the id's beginning; "" for nobody."""
        if not self.names_agents:
            return ""
        return self.agent_names.get(number) or unnamed_agent(self.agents.texts[number])

    def key(self, row: int) -> LegKey:
        return LegKey(
            self._conversation_ids[row], self._participant_ids[row], self._communication_ids[row]
        )

    def issue_of(self, row: int) -> CodeIssue | None:
        return _ISSUES[self.issue[row]]

    def set_issue(self, row: int, issue: CodeIssue | None) -> None:
        self.issue[row] = ISSUE_INDEX[issue]

    def set_code(self, row: int, code_id: str) -> None:
        self.code[row] = self.codes.number(code_id)

    def set_beside(self, row: int, note: str, tags: tuple[str, ...]) -> None:
        """Note what stands beside a row's code."""
        self.notes.pop(row, None)
        self.tags.pop(row, None)
        if note:
            self.notes[row] = note
        if tags:
            self.tags[row] = tags

    def code_id(self, row: int) -> str:
        return self.codes.texts[self.code[row]]

    def queue_id(self, row: int) -> str:
        return self.queues.texts[self.queue[row]]

    def leg(self, row: int) -> PastLeg:
        """Return a row whole; queue names are the directory's to know."""
        agent, flags = self.agent[row], self._flags[row]
        return PastLeg(
            key=self.key(row),
            media=_MEDIA[self.media[row]],
            agent_id=self.agents.texts[agent],
            queue_id=self.queue_id(row),
            started_at=_instant(self.started_ms[row]) or _EPOCH,
            agent_name=self.agent_names.get(agent, ""),
            customer_name=self.customers.texts[self.customer[row]],
            customer_address=self.customer_addresses[row],
            answered_at=_instant(self.answered_ms[row]),
            hung_up_at=_instant(self.hung_up_ms[row]),
            completed_at=_instant(self.completed_ms[row]),
            is_in_after_call=bool(flags & _IN_AFTER_CALL),
            code_id=self.code_id(row),
            note=self.notes.get(row, ""),
            tags=self.tags.get(row, ()),
            was_skipped=bool(flags & _SKIPPED),
            has_joined=bool(flags & _JOINED),
            is_dialer=bool(flags & _DIALER),
            dnis=self.dnis_texts.texts[self.dnis[row]],
            flow=self.flows.texts[self.flow[row]],
            team_id=self.teams.texts[self.team[row]],
            division_ids=tuple(self.divisions.texts[self.division[row]].split()),
            attributes=self.attributes.get(row, {}),
        )

    @staticmethod
    def media_numbers(name: str) -> frozenset[int]:
        """Return the number of the medium *name* (lower case) stands for, if for any."""
        media = Media.CALL if name == "voice" else None
        media = media or next((each for each in _MEDIA if name in _names_of(each)), None)
        return frozenset() if media is None else frozenset({MEDIA_INDEX[media]})

    def legs(self) -> Iterator[PastLeg]:
        return (self.leg(row) for row in range(len(self)))

    def _append(self, leg: PastLeg) -> None:
        self._conversation_ids.append(leg.key.conversation_id)
        self._participant_ids.append(leg.key.participant_id)
        self._communication_ids.append(leg.key.communication_id)
        for column in (
            self.agent, self.queue, self.code, self.customer, self.dnis, self.flow, self.division,
            self.team,
        ):  # fmt: skip
            column.append(0)
        for times in (
            self.started_ms,
            self.answered_ms,
            self.hung_up_ms,
            self.completed_ms,
            self.ended_ms,
        ):
            times.append(_ABSENT)
        for small in (self.media, self.issue, self.counts, self._flags):
            small.append(0)
        self.customer_addresses.append("")

    def _set(self, row: int, leg: PastLeg, issue: CodeIssue | None) -> None:
        agent = self.agents.number(leg.agent_id)
        if leg.agent_name:
            self.name_agents({leg.agent_id: leg.agent_name})
        elif self.names_agents and agent not in self.agent_names:
            self.unnamed |= {leg.agent_id} - {""}
        self.agent[row] = agent
        self.queue[row] = self.queues.number(leg.queue_id)
        self.code[row] = self.codes.number(leg.code_id)
        self.media[row] = MEDIA_INDEX[leg.media]
        self.issue[row] = ISSUE_INDEX[issue]
        self.started_ms[row] = _ms(leg.started_at)
        self.answered_ms[row] = _ms(leg.answered_at)
        self.hung_up_ms[row] = _ms(leg.hung_up_at)
        self.completed_ms[row] = _ms(leg.completed_at)
        self.ended_ms[row] = _ms(leg.ended_at)
        self.customer[row] = self.customers.number(leg.customer_name or leg.customer_address)
        self.customer_addresses[row] = leg.customer_address
        self.dnis[row] = self.dnis_texts.number(leg.dnis)
        self.flow[row] = self.flows.number(leg.flow)
        self.division[row] = self.divisions.number(" ".join(leg.division_ids))
        self.team[row] = self.teams.number(leg.team_id)
        self.attributes.pop(row, None)
        if leg.attributes:
            self.attributes[row] = leg.attributes
        self._flags[row] = (
            (_SKIPPED if leg.was_skipped else 0)
            | (_DIALER if leg.is_dialer else 0)
            | (_IN_AFTER_CALL if leg.is_in_after_call else 0)
            | (_JOINED if leg.has_joined else 0)
        )
        self.set_beside(row, leg.note, leg.tags)


class _Ids(Sequence[str]):
    """Ids in 16 bytes each; the rare one that is no GUID is kept as it is."""

    def __init__(self) -> None:
        self._packed = bytearray()
        self._others: dict[int, str] = {}

    def append(self, text: str) -> None:
        packed = _packed(text)
        if len(packed) != 16 or str(UUID(bytes=packed)) != text:
            self._others[len(self)] = text
            packed = bytes(16)
        self._packed += packed

    def __len__(self) -> int:
        return len(self._packed) // 16

    def __getitem__(self, row: int) -> str:  # type: ignore[override]  # no slices are needed
        if row in self._others:
            return self._others[row]
        # What `UUID` does, four times as fast: a preview of all rows asks 300,000 times.
        text = self._packed[row * 16 : row * 16 + 16].hex()
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _names_of(media: Media) -> tuple[str, str]:
    return media.value, media.name.casefold()


def _packed(text: str) -> bytes:
    """Return a GUID's 16 bytes, or the text's own where it is none."""
    try:
        return bytes.fromhex(text.replace("-", "")) if len(text) == 36 else text.encode()
    except ValueError:
        return text.encode()


def _ms(moment: datetime | None) -> int:
    return _ABSENT if moment is None else (moment - _EPOCH) // _MILLISECOND


def _instant(ms: int) -> datetime | None:
    return None if ms == _ABSENT else _EPOCH + ms * _MILLISECOND
