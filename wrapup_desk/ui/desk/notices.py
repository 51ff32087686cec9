"""Chooses the notices above the cards: the connection's own first, then the desk's."""

from __future__ import annotations

from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.application.desk.desk_state import Connection, DeskState
from wrapup_desk.application.desk.notices import NOT_SAVED
from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.domain.outside_text import without_traces
from wrapup_desk.ui.scrolled.notice_bars import CONNECTION_KEY


def notices_of(state: DeskState) -> tuple[Notice, ...]:
    """Return the bars to show: the connection's own first, then the desk's."""
    if state.connection is Connection.OFFLINE:
        return (_offline(state), *state.notices)
    if state.connection is Connection.NOT_PERMITTED:
        return (_not_permitted(state), *state.notices)
    if state.connection is Connection.SIGN_IN_ENDED:
        others = tuple(each for each in state.notices if each.action is not NoticeAction.SIGN_IN)
        return (_sign_in_ended(state), *others)
    return state.notices


def _is_all_saved(state: DeskState) -> bool:
    """Whether the disk takes decisions, and has every one that is shown."""
    has_trouble = any(notice.key == NOT_SAVED for notice in state.notices)
    return not has_trouble and all(
        card.is_saved for card in state.cards if card.submission is not None
    )


def _offline(state: DeskState) -> Notice:
    if not _is_all_saved(state):
        # Said before the disk has it, "saved" would be a promise.
        text = tr("Offline. What you choose goes out by itself.")
    elif state.waiting_count:
        text = tr("Offline. Your codes are saved ({count}) and will be sent automatically.")
        text = fill(text, count=state.waiting_count)
    else:
        text = tr("Offline. What you choose is saved and will be sent automatically.")
    if state.connection_note:
        text = f"{text} {without_traces(state.connection_note)}"
    return Notice(CONNECTION_KEY, NoticeKind.WARNING, text, can_dismiss=False)


def _not_permitted(state: DeskState) -> Notice:
    reason = without_traces(state.connection_note)
    text = tr("{reason} Your interactions cannot be shown. Ask your administrator.", reason=reason)
    return Notice(CONNECTION_KEY, NoticeKind.ERROR, _with_saved(text, state), can_dismiss=False)


def _sign_in_ended(state: DeskState) -> Notice:
    text = tr("Your sign-in has ended. Sign in again; nothing is lost.")
    if not _is_all_saved(state):
        text = tr("Your sign-in has ended. Sign in again.")
    text = _with_saved(text, state)
    return Notice(CONNECTION_KEY, NoticeKind.ERROR, text, NoticeAction.SIGN_IN, can_dismiss=False)


def _with_saved(text: str, state: DeskState) -> str:
    """Return *text*, with how many codes are safe where all are."""
    if not state.waiting_count or not _is_all_saved(state):
        return text
    saved = tr("Your codes are saved ({count}).", count=state.waiting_count)
    return f"{text} {saved}"
