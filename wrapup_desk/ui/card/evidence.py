"""Words why a code is offered: what was heard, what is known, who proposed it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QFont

from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.language.conventions import listed
from wrapup_desk.domain.language.texts import fill, tr, tr_n
from wrapup_desk.domain.suggestion import Evidence, EvidenceKind, Source, Suggestion
from wrapup_desk.ui.card.appearance import Option
from wrapup_desk.ui.card.wording import SEPARATOR, medium_text, percent_text, quoted
from wrapup_desk.ui.shortcuts import topic_key
from wrapup_desk.ui.widgets.text_label import Flow

_REASON_LINES = 3


def evidence_text(option: Option) -> str:
    """Return the one line that says why a code is offered."""
    return SEPARATOR.join(evidence_parts(option))


def evidence_flow(option: Option, font: QFont, room: int) -> Flow:
    """Return as much of the evidence as stands whole on one line: half a reason is none.

    One reason that is too long for that takes more lines, if those do.
    """
    parts = evidence_parts(option)
    all_of_it = flow = Flow(SEPARATOR.join(parts), font, room)
    while flow.is_elided and len(parts) > 1:
        parts.pop()
        flow = Flow(SEPARATOR.join(parts), font, room)
    if flow.is_elided:
        wrapped = Flow(parts[0], font, room, max_lines=_REASON_LINES)
        flow = flow if wrapped.is_elided else wrapped
    flow.is_elided = all_of_it.is_elided
    return flow


def evidence_parts(option: Option) -> list[str]:
    """Return why a code is offered, what tells most first; each part stands for itself."""
    suggestion = option.suggestion
    if option.topic_key:
        also = tr("Also heard: {keys} adds it", keys=topic_key(str(option.topic_key)))
        return [also, *evidence_parts(replace(option, topic_key=0))]
    if option.is_present_code:
        return [tr("Chosen before")]
    if suggestion is None:
        used = uses_text(option.uses_today)
        return [used] if used else []
    origin = _origin(suggestion)
    is_recent = suggestion.source is Source.HISTORY  # the origin says so already
    parts = [
        _evidence(each)
        for each in suggestion.evidence
        if not (is_recent and each.kind is EvidenceKind.RECENT)
    ]
    return [part for part in dict.fromkeys([origin, *parts]) if part]


def _origin(suggestion: Suggestion) -> str:
    return {
        Source.BACKEND: tr("Proposed by your company's system"),
        Source.COPILOT: tr("Predicted by Genesys Copilot"),
        Source.HISTORY: tr("One of your recent codes"),
    }.get(suggestion.source, "")


def _evidence(evidence: Evidence) -> str:
    text = evidence.text
    similar = tr("like {what}") if text else tr("close in meaning")
    wordings = {
        EvidenceKind.HEARD: quoted(text),
        EvidenceKind.NAME: quoted(text),
        EvidenceKind.QUEUE: tr("{queue} queue", queue=text),
        EvidenceKind.FACT: _fact_text(text),
        EvidenceKind.SIMILAR: fill(similar, what=text),
        EvidenceKind.RECENT: tr("one of your recent codes"),
        EvidenceKind.COPILOT: tr("Predicted by Genesys Copilot"),
        EvidenceKind.BACKEND: tr("Proposed by your company's system"),
        EvidenceKind.CONTRADICTED: tr(
            "suggested, not sent: you chose otherwise {n} times", n=text
        ),
        EvidenceKind.CHECKED: tr("suggested, not sent: checked with you now and then"),
        EvidenceKind.HEARD_BADLY: tr("suggested, not sent: understood worse than usual"),
    }
    return wordings[evidence.kind] if text or evidence.kind not in _NEED_TEXT else ""


def _fact_text(fact: str) -> str:
    """Return a fact, `name: value`, as an agent would say it; "" for what says nothing to one."""
    name, _, value = fact.partition(": ")
    if name in _COUNTED:
        return ""
    if name == "media":
        return medium_text(Media(value)) if value in _MEDIA else ""
    if name == "direction":
        return {"inbound": tr("inbound"), "outbound": tr("outbound")}.get(value, "")
    if name == "transferred":
        return tr("transferred to you")
    return tr("language: {language}", language=value) if name == "language" else fact


_MEDIA = frozenset(media.value for media in Media)
# Known by an id, or a step of a scale; what an organisation's own attributes say is shown.
_COUNTED = ("skill", "utterances", "part of day", "talk time")
_NEED_TEXT = (EvidenceKind.HEARD, EvidenceKind.NAME, EvidenceKind.QUEUE, EvidenceKind.FACT)


def uses_text(count: int) -> str:
    """Return how often a code was used today; nothing when it was not."""
    return tr_n("used once today", "used {count} times today", count) if count > 0 else ""


def option_name(option: Option, key: int) -> str:
    """Return what a screen reader says of a row."""
    parts = [f"{key}", option.code.name]
    if option.suggestion is not None:
        likely = tr("{percent} likely")
        parts.append(fill(likely, percent=percent_text(option.suggestion.probability)))
    parts.append(evidence_text(option))
    return listed(part for part in parts if part)
