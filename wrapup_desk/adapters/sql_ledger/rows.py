"""Turns corrections, batches and audit entries into rows and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from wrapup_desk.adapters.sql_ledger.database import Row, Value, stored_time
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.repair.audit import AuditEntry, AuditEvent
from wrapup_desk.domain.repair.correction import (
    Batch,
    BatchKind,
    Correction,
    CorrectionState,
    Try,
)
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.repair.rules import Rule, RuleList
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.wrapup import WrapupCode

CORRECTION_COLUMNS = (
    "id, batch_id, conversation_id, participant_id, communication_id, media, agent_id, queue_id,"
    " from_code_id, to_code_id, to_code_name, who_id, who_name, decided_at, reason, note, state,"
    " changed_at, seen_count, version, way, answer, attempts, is_in_attributes, undoes_id,"
    " tags, from_note, from_tags, tries, first_code_id, rule"
)
BATCH_COLUMNS = "id, kind, who_id, who_name, decided_at, reason, count, undoes_id, rule"
RULE_LIST_COLUMNS = "name, rules, who_id, who_name, changed_at"
AUDIT_COLUMNS = (
    "number, at, who_id, who_name, action, conversation_id, participant_id, communication_id,"
    " from_code, to_code, reason, answer, batch_id, correction_id, note, previous_hash, hash,"
    " rule, covers"
)


def correction_row(one: Correction) -> list[Value]:
    """Return a correction as values in the order of `CORRECTION_COLUMNS`."""
    return [
        one.id, one.batch_id, *one.key, one.media.value, one.agent_id, one.queue_id,
        one.from_code_id, one.to_code.id, one.to_code.name, one.who.id, one.who.name,
        stored_time(one.decided_at), one.reason, one.note, one.state.value,
        stored_time(one.changed_at or one.decided_at), one.seen_count, one.version, one.way,
        one.answer, one.attempts, int(one.is_in_attributes), one.undoes_id, json.dumps(one.tags),
        one.from_note, json.dumps(one.from_tags), _stored_tries(one.tries), one.first_code_id,
        one.rule,
    ]  # fmt: skip


def correction_of(row: Row) -> Correction:
    """Return the correction that a row holds."""
    text = [str(value) for value in row]
    return Correction(
        id=text[0],
        batch_id=text[1],
        key=LegKey(*text[2:5]),
        media=Media(text[5]),
        agent_id=text[6],
        queue_id=text[7],
        from_code_id=text[8],
        to_code=WrapupCode(text[9], text[10]),
        who=Person(text[11], text[12]),
        decided_at=datetime.fromisoformat(text[13]),
        reason=text[14],
        note=text[15],
        state=CorrectionState(text[16]),
        changed_at=datetime.fromisoformat(text[17]),
        seen_count=int(text[18]),
        version=int(text[19]),
        way=text[20],
        answer=text[21],
        attempts=int(text[22]),
        is_in_attributes=text[23] == "1",
        undoes_id=text[24],
        tags=tuple(json.loads(text[25])),
        from_note=text[26],
        from_tags=tuple(json.loads(text[27])),
        tries=_tries_of(text[28]),
        first_code_id=text[29],
        rule=text[30],
    )


def _stored_tries(tries: Sequence[Try]) -> str:
    return json.dumps(
        [[one.way, one.said.value, one.answer, stored_time(one.at)] for one in tries]
    )


def _tries_of(text: str) -> tuple[Try, ...]:
    return tuple(
        Try(way, ServerReply(said), answer, datetime.fromisoformat(at))
        for way, said, answer, at in json.loads(text)
    )


def batch_row(batch: Batch) -> list[Value]:
    """Return a batch as values in the order of `BATCH_COLUMNS`."""
    return [
        batch.id, batch.kind.value, batch.who.id, batch.who.name, stored_time(batch.decided_at),
        batch.reason, batch.count, batch.undoes_id, batch.rule,
    ]  # fmt: skip


def batch_of(row: Row) -> Batch:
    """Return the batch that a row holds."""
    text = [str(value) for value in row]
    return Batch(
        id=text[0],
        kind=BatchKind(text[1]),
        who=Person(text[2], text[3]),
        decided_at=datetime.fromisoformat(text[4]),
        reason=text[5],
        count=int(text[6]),
        undoes_id=text[7],
        rule=text[8],
    )


def rule_list_row(rules: RuleList) -> list[Value]:
    """Return a rule list as values in the order of `RULE_LIST_COLUMNS`."""
    at = rules.changed_at or datetime.fromtimestamp(0, UTC)
    kept = json.dumps([asdict(one) for one in rules.rules], ensure_ascii=True)
    return [rules.name, kept, rules.who.id, rules.who.name, stored_time(at)]


def rule_list_of(row: Row) -> RuleList:
    """Return the rule list that a row holds.

    Raises:
        ValueError: it holds none.
    """
    text = [str(value) for value in row]
    try:
        rules = tuple(Rule(**each) for each in json.loads(text[1]))
    except TypeError as error:
        raise ValueError("no rules") from error
    return RuleList(text[0], rules, Person(text[2], text[3]), datetime.fromisoformat(text[4]))


def audit_row(entry: AuditEntry) -> list[Value]:
    """Return an entry as values in the order of `AUDIT_COLUMNS`."""
    event = entry.event
    return [
        entry.number, stored_time(event.at), event.who.id, event.who.name, event.action,
        *event.key, event.from_code, event.to_code, event.reason, event.answer, event.batch_id,
        event.correction_id, event.note, entry.previous_hash, entry.hash, event.rule,
        event.covers,
    ]  # fmt: skip


def audit_of(row: Row) -> AuditEntry:
    """Return the entry that a row holds; its hash is not checked here."""
    text = [str(value) for value in row]
    event = AuditEvent(
        at=datetime.fromisoformat(text[1]),
        who=Person(text[2], text[3]),
        action=text[4],
        key=LegKey(*text[5:8]),
        from_code=text[8],
        to_code=text[9],
        reason=text[10],
        answer=text[11],
        batch_id=text[12],
        correction_id=text[13],
        note=text[14],
        rule=text[17],
        covers=text[18],
    )
    return AuditEntry(int(text[0]), event, text[15], text[16])
