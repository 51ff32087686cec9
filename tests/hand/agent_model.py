"""What an agent means by what they do: the code each interaction has to end with."""

from __future__ import annotations

from dataclasses import dataclass

# A code's id and a note.
Coded = tuple[str, str]


@dataclass
class Meant:
    """What is meant for one interaction; it knows nothing of the program's own rules but these.

    Enter sends what the button says. What is selected and not sent goes at the time-out, unless
    Esc kept it. What was sent stands until another code is sent.
    """

    suggested: str
    selected: str | None = None
    note: str = ""
    is_kept: bool = False
    is_choosing_again: bool = False
    sent: Coded | None = None
    is_over: bool = False
    # What was selected after Change when the program was killed: Change brings it back.
    left: tuple[str | None, str] | None = None

    @property
    def offers_choice(self) -> bool:
        return not self.is_over and (self.sent is None or self.is_choosing_again)

    @property
    def on_the_button(self) -> str:
        if self.selected is not None:
            return self.selected
        return self.sent[0] if self.sent is not None else self.suggested

    def select(self, code_id: str) -> None:
        if self.selected != code_id:
            self.is_kept = False
        self.selected = code_id

    def type_note(self, text: str) -> None:
        self.note = text

    def send(self) -> None:
        self.sent = (self.on_the_button, self.note)
        self.selected, self.is_kept, self.is_choosing_again = None, False, False

    def choose_again(self) -> None:
        self.is_choosing_again = True
        self.selected = None
        if self.left is not None:
            self.selected, self.note = self.left
            self.left = None

    def keep(self) -> None:
        self.is_kept = True

    def time_out(self) -> None:
        """The after-call work runs out: what is selected goes shortly before."""
        if self.offers_choice and not self.is_kept:
            is_new_note = self.sent is not None and self.note != self.sent[1]
            if self.selected is not None or is_new_note:
                self.send()
        self.is_over = True
