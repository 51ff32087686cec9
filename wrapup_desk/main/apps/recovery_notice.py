"""Tells what a start had to get back because the database was damaged, and what is lost of it."""

from __future__ import annotations

from wrapup_desk.adapters.sqlite_store.opening import Recovered
from wrapup_desk.adapters.sqlite_store.promises import Promise
from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.domain.language.conventions import clock, day
from wrapup_desk.domain.language.texts import tr, tr_n

# More than these would fill the window; the log names every one.
_MOST_NAMED = 3
# The beginning of an id is enough to tell one from another; the log has all of it.
_SHOWN_OF_ID = 20


def database_mended(recovered: Recovered) -> Notice:
    """Return the notice for a database that was damaged, or had less than it was given."""
    restored, kept = recovered.restored, recovered.kept
    what = _put_back(restored) if restored else tr("What could be read was carried over.")
    sentences = [tr("This PC's database was damaged."), what]
    if recovered.unreadable:
        sentences.append(tr("Others may be missing: look at your last interactions in Genesys."))
    if kept is not None and not restored:
        sentences.append(tr("The damaged file is kept as {name}.", name=kept.name))
    has_more = bool(restored) or recovered.unreadable > 0
    action = NoticeAction.OPEN_LOGS if has_more else NoticeAction.NONE
    return Notice("damaged", NoticeKind.WARNING, " ".join(sentences), action)


def _put_back(restored: tuple[Promise, ...]) -> str:
    """Say which codes only the record still knew; those that have lost their note come first."""
    ordered = sorted(restored, key=lambda each: not each.had_note)
    count, without_note = len(restored), sum(each.had_note for each in restored)
    notes = {0: "", count: tr(", without the note") if count == 1 else tr(", without their notes")}
    loss = notes.get(without_note, tr(", {count} of them without the note", count=without_note))
    named = [_named(each) for each in ordered[:_MOST_NAMED]]
    if count > _MOST_NAMED:
        named.append(tr("{count} more in the log", count=count - _MOST_NAMED))
    return tr_n(
        "1 waiting code was put back and will be sent{loss}: {named}.",
        "{count} waiting codes were put back and will be sent{loss}: {named}.",
        count,
        loss=loss,
        named="; ".join(named),
    )


def _named(promise: Promise) -> str:
    submission = promise.submission
    time = submission.decision.decided_at.astimezone()
    conversation = submission.key.conversation_id
    shown = conversation if len(conversation) <= _SHOWN_OF_ID else f"{conversation[:8]}…"
    return tr(
        "{name}, {time} (conversation {id})",
        name=submission.decision.code.name,
        time=f"{day(time)} {clock(time)}",
        id=shown,
    )


def put_back_lines(recovered: Recovered) -> list[dict[str, object]]:
    """Return a line for each code that was put back, for whoever reads the desk's output."""
    return [
        {
            "event": "put back",
            "conversation": each.submission.key.conversation_id,
            "communication": each.submission.key.communication_id,
            "decided": each.submission.decision.code.name,
            "note_lost": each.had_note,
        }
        for each in recovered.restored
    ]
