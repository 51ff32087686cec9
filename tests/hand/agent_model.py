"""What an agent means by what they do: the code each interaction has to end with."""

from __future__ import annotations

from dataclasses import dataclass, replace

# A code's id and a note.
Coded = tuple[str, str]


@dataclass(frozen=True)
class Sight:
    """What a card says of its interaction, as the agent sees it.

    Attributes:
        offers: it offers a choice.
        selected: the code that is selected and not sent.
        note: what the note field holds.
        sent: what was sent, as the card tells it; a code alone where Genesys told of it.
        is_counting: it counts down to sending what is selected.
        can_undo: it offers to take back what was sent.
        can_change: it offers another code instead of the one sent.
    """

    offers: bool
    selected: str | None
    note: str
    sent: Coded | None
    is_counting: bool
    can_undo: bool
    can_change: bool


@dataclass
class Meant:
    """What is meant for one interaction; it knows nothing of the program's own rules but these.

    Enter sends what the button says. What is selected and not sent goes at the time-out, unless
    Esc kept it. What was sent stands until another code is sent; an undo in time takes it back.
    """

    suggested: str
    selected: str | None = None
    note: str = ""
    is_kept: bool = False
    is_choosing_again: bool = False
    sent: Coded | None = None
    # What stood before the last send: an undo goes back to it.
    before: Coded | None = None
    is_over: bool = False
    # What was selected after Change when the program was killed: Change brings it back.
    left: Coded | tuple[None, str] | None = None
    # What goes if the program is killed after Esc in the last moments: the countdown runs again,
    # if there is any time left for it.
    perhaps: Coded | None = None

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

    def write(self, text: str) -> None:
        self.note = text

    def send(self) -> None:
        coded = (self.on_the_button, self.note)
        if coded != self.sent:
            self.before = self.sent
        self.sent = coded
        self.selected, self.is_kept, self.is_choosing_again = None, False, False

    def undo(self) -> None:
        """Take back what has not left yet; what was typed stays where it is typed again."""
        self.sent = self.before
        if self.sent is not None:
            self.note = self.sent[1]

    def change(self) -> None:
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

    def restart_at_the_end(self) -> None:
        """The program was killed and is back while the after-call work was all but over."""
        if self.is_kept and self.selected is not None:
            self.perhaps = (self.selected, self.note)

    def restart(self) -> None:
        """The program was killed and is back.

        Esc and Change are of the moment: the countdown runs again, and a code that was sent
        stands until it is changed again.
        """
        self.is_kept = False
        if self.sent is not None and self.is_choosing_again:
            if self.selected is not None or self.note != self.sent[1]:
                self.left = (self.selected, self.note) if self.selected else (None, self.note)
            self.is_choosing_again, self.selected, self.note = False, None, self.sent[1]

    def is_shown(self, seen: Sight) -> bool:
        """Whether a card that shows *seen* shows what is meant."""
        if self.is_over:
            return True
        if self.sent is None or self.is_choosing_again:
            same = (seen.selected, seen.note) == (self.selected, self.note)
            is_stopped = not (self.is_kept and seen.is_counting)
            return seen.offers and same and is_stopped
        if seen.offers or seen.sent is None or seen.sent[0] != self.sent[0]:
            return False
        return seen.sent[1] in ("", self.sent[1])

    def as_far_as(self, seen: Sight) -> Meant:
        """Return the same with as much of the note as had been typed when it was cut off."""
        return replace(self, note=seen.note) if self.note.startswith(seen.note) else self
