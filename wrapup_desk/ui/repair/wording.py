"""Words, icons and tones of the repair window: issues, results, times and shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from wrapup_desk.application.repair.leg_index import RepairRow
from wrapup_desk.domain.codes.names import names_of
from wrapup_desk.domain.codes.separators import NOT_DIVIDED
from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg, is_nobodys_code
from wrapup_desk.domain.language.conventions import aside, clock, day, listed, percent, sentences
from wrapup_desk.domain.language.texts import fill, tr, tr_marked
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.code_origin import ChosenBy
from wrapup_desk.domain.repair.correction import Correction, CorrectionState
from wrapup_desk.ui.card.appearance import CardAppearance
from wrapup_desk.ui.card.wording import SEPARATOR, clock_text
from wrapup_desk.ui.tokens import Tone

NOTHING = "\N{EN DASH}"
_MOST_NAMED = 6


def issue_face(issue: CodeIssue | None) -> CardAppearance:
    """Return how a leg's issue looks; None is a leg with a good code."""
    return {
        None: CardAppearance(tr("Coded"), "check", Tone.LIVE),
        CodeIssue.MISSING: CardAppearance(tr("No code"), "circle-x", Tone.BAD),
        CodeIssue.TIMED_OUT: CardAppearance(tr("Timed out"), "hourglass", Tone.WRAP),
        CodeIssue.SKIPPED: CardAppearance(tr("Skipped"), "corner-down-left", Tone.WRAP),
        CodeIssue.DEFAULT: CardAppearance(tr("Default code"), "settings", Tone.WRAP),
        CodeIssue.DELETED: CardAppearance(tr("Deleted code"), "x", Tone.BAD),
        CodeIssue.DOUBTED: CardAppearance(tr("Doubted"), "triangle-alert", Tone.ACCENT),
        CodeIssue.REPORTED: CardAppearance(tr("Not delivered"), "send", Tone.BAD),
        CodeIssue.KEPT_HERE: CardAppearance(tr("Kept here only"), "hard-drive", Tone.NEUTRAL),
    }[issue]


def result_face(state: CorrectionState) -> CardAppearance:
    """Return how a correction stands, the plain truth about Genesys' record included."""
    return {
        CorrectionState.PLANNED: CardAppearance(tr("Waiting"), "clock", Tone.NEUTRAL),
        CorrectionState.SENT: CardAppearance(tr("Sent"), "send", Tone.NEUTRAL),
        CorrectionState.ACCEPTED: CardAppearance(tr("Accepted"), "hourglass", Tone.WRAP),
        CorrectionState.CONFIRMED: CardAppearance(tr("Changed"), "check", Tone.LIVE),
        CorrectionState.VERIFIED: CardAppearance(tr("Changed, checked"), "check", Tone.LIVE),
        CorrectionState.KEPT: CardAppearance(tr("Kept here only"), "hard-drive", Tone.WRAP),
        CorrectionState.SKIPPED: CardAppearance(tr("Left alone"), "pause", Tone.NEUTRAL),
        CorrectionState.CANCELLED: CardAppearance(tr("Cancelled"), "x", Tone.NEUTRAL),
        CorrectionState.WITHDRAWN: CardAppearance(
            tr("Taken back here"), "corner-down-left", Tone.NEUTRAL
        ),
    }[state]


def record_text(correction: Correction) -> str:
    """Return what a correction means for the official record; "" when it simply changed."""
    if correction.state is not CorrectionState.KEPT:
        return ""
    text = tr(
        "Genesys' official record did not change. The right code, {code}, is kept in the"
        " corrections ledger only.",
        code=correction.to_code.name,
    )
    if correction.is_in_attributes:
        beside = tr("It is also written as attributes of the conversation.")
        text = sentences(text, beside)
    return text


def code_now(row: RepairRow) -> str:
    """Return the code on record as the table names it; never an empty text."""
    none = tr("No code")
    return none if row.issue is CodeIssue.MISSING else code_on_record(row) or none


def code_on_record(row: RepairRow) -> str:
    """Return the name of the code on record; "" without any."""
    return _in_words(row.leg.code_id, row.code_name)


def name_of_code(directory: NameDirectory, code_id: str) -> str:
    """Return what a code is called; "" for none."""
    return _in_words(code_id, directory.code_name(code_id))


def _in_words(code_id: str, name: str) -> str:
    # What Genesys writes by itself has no name of the organisation's.
    return tr_marked(name) if name and is_nobodys_code(code_id) else name


def code_labels(directory: NameDirectory) -> Callable[[str], str]:
    """Return what names a code by its id; of two with the same name, each with what it differs in."""
    named = names_of(tuple(directory.codes.values()), (NOT_DIVIDED,)).by_id

    def label(code_id: str) -> str:
        name = name_of_code(directory, code_id)
        mark = named[code_id].mark if code_id in named else ""
        return aside(name, mark) if mark else name

    return label


def chooser_text(row: RepairRow) -> str:
    """Return who chose the code on record, where it is not the agent; "" where it is."""
    return {
        ChosenBy.SUPERVISOR: tr("by a supervisor"),
        ChosenBy.PROGRAM: tr("by the agent's desk itself"),
        ChosenBy.RULE: tr("by the organisation's own rule"),
    }.get(row.chooser, "")


def beside_code(leg: PastLeg) -> str:
    """Return the note and the tags beside the code, in one line; "" without any."""
    note = " ".join(leg.note.split())
    return SEPARATOR.join(each for each in (note, listed(leg.tags)) if each)


def customer_of(leg: PastLeg) -> str:
    """Return whom the agent talked to."""
    name = leg.customer_name.strip() or leg.customer_address
    return name or tr("Unknown customer")


def local_time(moment: datetime | None, *, has_day: bool) -> str:
    """Return a moment in this computer's zone: 14:02, or 20 Nov 14:02."""
    if moment is None:
        return NOTHING
    local = moment.astimezone()
    return f"{day(local)} {clock(local)}" if has_day else clock(local)


def exact_time(moment: datetime, beside: datetime | None = None) -> str:
    """Return a moment with its seconds, as in "What happened"; another day than *beside* is named."""
    local = moment.astimezone()
    is_another_day = beside is not None and beside.astimezone().date() != local.date()
    time = clock(local, has_seconds=True)
    return f"{day(local)} {time}" if is_another_day else time


def leg_line(row: RepairRow, *, has_day: bool) -> str:
    """Return the line under the customer: agent, queue, when, how long."""
    leg = row.leg
    talk = leg.talk_time
    parts = [row.agent_name, row.queue_name, local_time(leg.ended_at, has_day=has_day)]
    if talk is not None:
        parts.append(clock_text(talk))
    return SEPARATOR.join(part for part in parts if part)


def share_text(share: float | None, digits: int = 0) -> str:
    """Return a share in percent; a dash when there is nothing to take a share of."""
    if share is None:
        return NOTHING
    if digits and 0.0 < share < 1.0:
        # 99.97 % of a hundred thousand is thirty bad ones: never rounded up to all.
        return percent(min(0.999, max(0.001, share)), digits)
    return percent(share)


def names_text(names: Sequence[str], every: str) -> str:
    """Return chosen names for a chip: all of them, two, or how many."""
    if not names:
        return every
    if len(names) <= 2:
        return listed(names)
    more = tr("{name} and {count} more")
    return fill(more, name=names[0], count=len(names) - 1)


def first_names(names: Sequence[str]) -> str:
    """Return the first of *names*, and whether there are more."""
    more = " …" if len(names) > _MOST_NAMED else ""
    return listed(names[:_MOST_NAMED]) + more
