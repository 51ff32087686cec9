"""Knows the card whose code was just sent, and lets its answer be seen before what follows."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from wrapup_desk.application.desk.desk_state import InteractionCard

# For so long after a send, whatever comes into the empty hand is not what Enter is meant for.
AFTER_A_SEND_MS = 3000
# The answer is on screen by then.
ANSWER_FRAME_MS = 16


class JustSent(QObject):
    """The last send by the agent's hand.

    Nothing else moves until the answer was painted: to open the next card, with its rows and its
    note, takes longer than to say that the code is on its way, and a key would wait for both.
    """

    answered = Signal()

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self.communication_id = ""
        self._sent = QElapsedTimer()
        self._is_answer_due = False
        self._is_answering = False
        self._frame = QTimer(self, singleShot=True, interval=ANSWER_FRAME_MS)
        self._frame.timeout.connect(self._on_frame)

    @property
    def is_recent(self) -> bool:
        """Whether it was so lately that the hand may still mean it."""
        return self._sent.isValid() and self._sent.elapsed() < AFTER_A_SEND_MS

    @property
    def is_answering(self) -> bool:
        """Whether its answer is being drawn, and nothing else is to move."""
        return self._is_answering

    def note(self, communication_id: str) -> None:
        """Note that a code is sent from this card."""
        self.communication_id = communication_id
        self._sent.restart()
        self._is_answer_due = True

    def follow(self, cards: Iterable[InteractionCard]) -> None:
        """Look whether what is about to be drawn has the answer."""
        if self._is_answer_due and any(self._is_answer(card) for card in cards):
            self._is_answer_due = False
            self._is_answering = True

    def note_laid_out(self) -> None:
        """Note that what was drawn is about to be painted."""
        if self._is_answering and not self._frame.isActive():
            self._frame.start()

    def _is_answer(self, card: InteractionCard) -> bool:
        is_it = card.leg.key.communication_id == self.communication_id
        return is_it and not card.needs_a_code

    def _on_frame(self) -> None:
        self._is_answering = False
        self.answered.emit()
