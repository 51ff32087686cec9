"""Words what became of the interactions of a day, and what can still be done about each."""

from __future__ import annotations

from datetime import UTC, date

from wrapup_desk.application.desk.my_day import DayLine, DayOutcome, MyDay
from wrapup_desk.domain.language.conventions import aside, clock, number
from wrapup_desk.domain.language.conventions import day as written_day
from wrapup_desk.domain.language.texts import tr, tr_marked, tr_n
from wrapup_desk.domain.outside_text import without_traces
from wrapup_desk.domain.submission import ONLY_SELECTED
from wrapup_desk.ui.card.wording import SEPARATOR, medium_text

_NONE = "\N{EN DASH}"


def titles() -> tuple[str, ...]:
    """Return the columns' titles: what is in sight first where the window is narrow."""
    return (
        tr("Time"),
        tr("Code"),
        tr("State"),
        tr("What you can do"),
        tr("Interaction"),
        tr("Note"),
    )


def cells(line: DayLine, *, has_day: bool) -> tuple[str, ...]:
    """Return one line of the table; *has_day*: the time alone would not tell when."""
    who = line.customer or medium_text(line.media)
    place = SEPARATOR.join(part for part in (who, line.queue_name) if part)
    local = line.at.astimezone()
    at = f"{written_day(local)} {clock(local)}" if has_day else clock(local)
    code = line.code_name or _NONE
    return (at, code, outcome_text(line), todo_text(line), place, line.note)


def outcome_text(line: DayLine) -> str:
    """Return how an interaction's code stands, in a few words."""
    match line.outcome:
        case DayOutcome.CODED:
            return tr("Coded")
        case DayOutcome.WAITING:
            return tr("On its way")
        case DayOutcome.CHANGED:
            return tr("Another code since")
        case DayOutcome.ELSEWHERE:
            return tr("Coded in Genesys")
        case DayOutcome.REFUSED:
            return tr("Refused")
        case DayOutcome.TOO_LATE:
            return tr("Too late")
        case DayOutcome.NO_CODE:
            return tr("No code")


def todo_text(line: DayLine) -> str:
    """Return the one thing that can be done; of a code, how long Genesys lets it be changed."""
    if line.outcome is DayOutcome.WAITING and not line.can_change:
        return tr("Nothing: it goes out by itself")
    if line.can_change:
        if line.outcome.needs_help:
            return tr("Choose another code")
        if line.change_until is None:
            return tr("Change it until Done")
        until = clock(line.change_until.astimezone(), has_seconds=True)
        return tr("Change it until {time}", time=until)
    if line.outcome.needs_help:
        return tr("Tell your supervisor")
    return tr("Ask your supervisor")


def day_text(day: date, count: int, *, today: date, yesterday: date) -> str:
    """Return a day's name with how much was handled."""
    name = written_day(day, has_year=day.year != today.year)
    if day == today:
        name = tr("Today")
    elif day == yesterday:
        name = tr("Yesterday")
    return aside(name, number(count))


def figures_text(day: MyDay) -> str:
    """Return a day's figures in one sentence."""
    if not day.lines:
        return tr("Nothing handled yet.")
    text = tr(
        "{coded} of {all} coded, {suggested} as suggested",
        coded=day.count(DayOutcome.CODED, DayOutcome.CHANGED, DayOutcome.ELSEWHERE),
        all=len(day.lines),
        suggested=day.as_suggested,
    )
    span = day.median_to_code_s
    if span is None:
        return tr("{text}.", text=text)
    usual = tr("usually {seconds} s after the end", seconds=number(span))
    return tr("{text}; {usual}.", text=text, usual=usual)


def troubles_text(day: MyDay) -> str:
    """Return what waits and what failed; "" when nothing does."""
    waiting = day.count(DayOutcome.WAITING)
    failed = [line for line in day.lines if line.outcome.needs_help]
    parts = []
    if waiting:
        parts.append(tr("{count} on the way to Genesys.", count=waiting))
    if failed:
        parts.append(
            tr_n("1 without a code in Genesys.", "{count} without a code in Genesys.", len(failed))
        )
    # That it was only selected is said for supervisors; the line itself says "Too late".
    told = (line.reason for line in failed if line.reason != ONLY_SELECTED)
    if reason := next(filter(None, told), ""):
        parts.append(tr_marked(without_traces(reason)))
    return " ".join(parts)


def report_text(line: DayLine) -> str:
    """Return what a supervisor needs to mend it: ids, code and reason; no words of customers."""
    lines = (
        tr("Wrap-up code missing: {state}", state=outcome_text(line)),
        tr("Code: {code}", code=line.code_name or _NONE),
        tr("Queue: {queue}", queue=line.queue_name),
        tr("Time: {time} UTC", time=f"{line.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"),
        tr("Conversation: {id}", id=line.key.conversation_id),
        tr("Reason: {reason}", reason=line.reason or outcome_text(line)),
    )
    return "\n".join(lines)
