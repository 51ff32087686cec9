"""The notices the desk puts up: what happened, what is safe, and the one thing to do."""

from __future__ import annotations

from collections.abc import Sequence

from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.domain.events import SubscriptionRefused
from wrapup_desk.domain.language.conventions import listed
from wrapup_desk.domain.language.texts import mark, tr, tr_marked, tr_n

# Keys of notices that are taken down again.
OTHERS = "others"
CHOICE = "choice"
PROPOSAL = "proposal"
SECOND_DESK = "second-desk"
UNREADABLE = "unreadable"

_MOST_NAMED = 3
NOT_SAVED = "store"
NOT_RESTORED = "restore"
PAUSED = "suggestions"
NOT_DRAFTED = "notes-not-drafted"

# Why a choice was not taken.
NOT_ANSWERED = mark("An interaction that was not answered cannot be coded.")
NOT_VALID = mark("This code is not valid for this interaction's queue. Choose one of its own.")
NOT_LOADED = mark("The codes of this interaction are not loaded yet. Choose again in a moment.")
NO_CODES = mark(
    "Genesys has no wrap-up codes for this interaction. "
    "Ask your administrator to give its queue some, then load the codes again."
)
_FOLLOWED = {
    "conversations": mark("your conversations"),
    "summaries": mark("Copilot's summaries"),
    "routingStatus": mark("your status on the queue"),
    "transcription": mark("transcription"),
}
NOT_YOURS = mark("Sign in first: this interaction belongs to the agent who answered it.")


def choice_refused(why: str) -> Notice:
    """Return the notice for a choice that was not taken; nothing was sent."""
    return Notice(CHOICE, NoticeKind.WARNING, tr_marked(why))


def undo_refused(code_name: str) -> Notice:
    """Return the notice for an undo that comes too late; another card may be in the hand by then."""
    text = tr(
        "Genesys has completed the interaction with “{code}”; it cannot be taken back here any"
        " more. Your supervisor can change it.",
        code=code_name,
    )
    return Notice(CHOICE, NoticeKind.WARNING, text)


def not_saved(trouble: str) -> Notice:
    """Return the notice for a disk that takes nothing, whether there was a choice or not yet."""
    text = tr(
        "Codes are sent but not kept on this PC: {trouble}. Keep the program"
        " open until each one says Coded.",
        trouble=trouble,
    )
    return Notice(NOT_SAVED, NoticeKind.ERROR, text, can_dismiss=False)


def not_restored(trouble: str) -> Notice:
    """Return the notice for a database that cannot be read at the start."""
    text = tr(
        "What was saved on this PC cannot be read: {trouble}. New choices are"
        " sent as usual; tell your administrator.",
        trouble=trouble,
    )
    return Notice(NOT_RESTORED, NoticeKind.ERROR, text)


def codes_of_others(count: int) -> Notice:
    """Return the notice for decisions that only their own agent can send."""
    text = tr_n(
        "1 code of another agent waits on this PC until they sign in.",
        "{count} codes of others wait on this PC until they sign in.",
        count,
    )
    return Notice(OTHERS, NoticeKind.INFO, text)


def proposal_unclear(name: str, count: int) -> Notice:
    """Return the notice for a backend's proposal that is the name of several codes."""
    text = tr(
        "Your company's system proposes “{name}”, and {count} codes of this queue are"
        " called so. Choose one yourself; your administrator can have the"
        " code's id sent instead.",
        name=name,
        count=count,
    )
    return Notice(PROPOSAL, NoticeKind.WARNING, text)


def not_readable(conversation_ids: Sequence[str]) -> Notice:
    """Return the notice for interactions that Genesys lists and whose data cannot be made out."""
    count = len(conversation_ids)
    if count == 1:
        text = tr(
            "Conversation {conversation} cannot be read and has no card. Choose"
            " its code in Genesys.",
            conversation=conversation_ids[0],
        )
    else:
        named = listed(conversation_ids[:_MOST_NAMED])
        more = tr(" and {count} more", count=count - _MOST_NAMED) if count > _MOST_NAMED else ""
        text = tr(
            "{count} conversations cannot be read and have no card: {named}{more}."
            " Choose their codes in Genesys.",
            count=count,
            named=named,
            more=more,
        )
    return Notice(UNREADABLE, NoticeKind.WARNING, text)


def second_desk() -> Notice:
    """Return the notice for two programs of one agent that push each other's news out."""
    text = tr(
        "Another WrapUp Desk of yours is open and takes this one's live news away. "
        "Close it; your codes are safe."
    )
    return Notice(SECOND_DESK, NoticeKind.WARNING, text)


def topic_refused(event: SubscriptionRefused) -> Notice:
    """Return the notice for a part of the stream that is not permitted."""
    missing = listed(event.missing_permissions) or tr("a permission")
    text = tr(
        "Genesys does not let this program follow {topic_kind}: {missing} is missing.",
        topic_kind=tr_marked(_FOLLOWED.get(event.topic_kind, event.topic_kind)),
        missing=missing,
    )
    return Notice(f"refused-{event.topic_kind}", NoticeKind.WARNING, text)


def notes_not_drafted() -> Notice:
    """Return the notice for an interaction on which the drafter of notes failed."""
    text = tr(
        "No note is drafted for this interaction: a part of the program failed. "
        "Write it yourself; your codes are sent as ever."
    )
    return Notice(NOT_DRAFTED, NoticeKind.WARNING, text)


def suggestions_paused() -> Notice:
    """Return the notice for an interaction on which the recommender failed."""
    text = tr(
        "Suggestions are paused for this interaction: a part of the program failed. "
        "Choose its code yourself; your codes are sent as ever."
    )
    return Notice(PAUSED, NoticeKind.WARNING, text)
