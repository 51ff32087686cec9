"""Tells what a start had to get back because the database was damaged, and what is lost of it."""

from __future__ import annotations

from wrapup_desk.adapters.sqlite_store.opening import Recovered
from wrapup_desk.adapters.sqlite_store.promises import Promise
from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind

# More than these would fill the window; the log names every one.
_MOST_NAMED = 3


def database_mended(recovered: Recovered) -> Notice:
    """Return the notice for a database that was damaged, or had less than it was given."""
    sentences = [_what_happened(recovered)]
    if recovered.restored:
        sentences += [_which(recovered.restored), _notes(recovered.restored)]
    if recovered.unreadable:
        sentences.append(
            "The safety record was damaged, too: look at your last interactions in Genesys."
        )
    if recovered.kept is not None:
        sentences.append(f"The damaged file is kept as {recovered.kept.name}.")
    needs_a_look = bool(recovered.restored or recovered.unreadable)
    return Notice(
        "damaged",
        NoticeKind.WARNING,
        " ".join(filter(None, sentences)),
        NoticeAction.OPEN_LOGS if needs_a_look else NoticeAction.NONE,
    )


def _what_happened(recovered: Recovered) -> str:
    count = len(recovered.restored)
    if not count:
        return "The local database was damaged. What could be read was carried over."
    codes = "1 code was" if count == 1 else f"{count} codes were"
    return (
        f"The local database was damaged and had lost codes that wait to be sent: {codes} put"
        " back from the safety record and will be sent."
    )


def _which(restored: tuple[Promise, ...]) -> str:
    named = "; ".join(_named(each) for each in restored[:_MOST_NAMED])
    more = len(restored) - _MOST_NAMED
    return f"{named}; and {more} more, in the log." if more > 0 else f"{named}."


def _named(promise: Promise) -> str:
    submission = promise.submission
    time = submission.decision.decided_at.astimezone()
    return (
        f"{submission.decision.code.name} of {time:%d %b %H:%M}"
        f" (conversation {submission.key.conversation_id})"
    )


def _notes(restored: tuple[Promise, ...]) -> str:
    count = sum(each.had_note for each in restored)
    if not count:
        return ""
    return "1 note is lost." if count == 1 else f"{count} notes are lost."
