"""Joins what the window may ask for: the desk's commands, signing in and out, and settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.desk.favourites import with_star_turned
from wrapup_desk.application.services.sign_in import SignIn
from wrapup_desk.domain.language.texts import tr


class WindowCommands:
    """The desk as the window sees it; each command returns at once."""

    def __init__(
        self,
        desk: Desk,
        sign_in: SignIn,
        keep_settings: Callable[[Settings], None],
        copy: Callable[[str], None],
    ) -> None:
        self._desk = desk
        self._sign_in = sign_in
        self._keep_settings = keep_settings
        self._copy = copy
        # The desk's own commands, unchanged.
        self.listen = desk.listen
        self.server_now: Callable[[], datetime] = desk.server_now
        self.choose_code = desk.choose_code
        self.select = desk.select
        self.undo = desk.undo
        self.choose_again = desk.choose_again
        self.hold = desk.hold
        self.leave_draft_out = desk.leave_draft_out
        self.retry = desk.retry
        self.dismiss = desk.dismiss
        self.dismiss_notice = desk.dismiss_notice
        self.look_back = desk.look_back
        self.sign_in = sign_in.sign_in
        self.cancel_sign_in = sign_in.cancel
        self.sign_out = sign_in.sign_out

    @property
    def state(self) -> DeskState:
        return self._desk.state

    def tell_supervisor(self, communication_id: str) -> None:
        """Copy what a supervisor needs to fix a leg: ids, code and reason, no customer data."""
        card = self._desk.state.card(communication_id)
        if card is None or card.submission is None:
            return
        submission = card.submission
        lines = (
            tr("Wrap-up code not accepted: {name}", name=submission.decision.code.name),
            f"Reason: {submission.reason or submission.state.value}",
            f"Queue: {card.leg.queue_name}",
            tr(
                "Decided at: {time} UTC",
                time=f"{submission.decision.decided_at:%Y-%m-%d %H:%M:%S}",
            ),
            f"Conversation: {card.leg.key.conversation_id}",
        )
        self._copy("\n".join(lines))
        text = tr("Copied for your supervisor: paste it into a message to them.")
        self._desk.notify(Notice("copied", NoticeKind.INFO, text))

    def toggle_favourite(self, code_id: str, queue_id: str) -> None:
        """Make a code a favourite of a queue, or no longer one, and remember it."""
        self._keep_settings(with_star_turned(self._desk.settings, queue_id, code_id))
