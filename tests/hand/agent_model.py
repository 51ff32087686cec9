"""What an agent means by what they do: the code each interaction has to end with."""

from __future__ import annotations

from dataclasses import dataclass, replace

# A code's id, a note, and the ids of further topics.
Coded = tuple[str, str, tuple[str, ...]]
# What was selected, noted and added, and not sent.
Left = tuple[str | None, str, tuple[str, ...]]
# So many further topics go with a code; of more of them the first ones go.
_MOST_TOPICS = 3


@dataclass(frozen=True)
class Sight:
    """What a card says of its interaction, as the agent sees it.

    Attributes:
        offers: it offers a choice.
        selected: the code that is selected and not sent.
        note: what the note field holds.
        topics: further topics that are selected and not sent, by id.
        sent: what was sent, as the card tells it.
        is_code_alone: Genesys told of what was sent, and so its note and topics are not shown.
        is_counting: it counts down to sending what is selected.
        can_undo: it offers to take back what was sent.
        can_change: it offers another code instead of the one sent.
    """

    offers: bool
    selected: str | None
    note: str
    topics: tuple[str, ...]
    sent: Coded | None
    is_code_alone: bool
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
    topics: tuple[str, ...] = ()
    is_kept: bool = False
    is_choosing_again: bool = False
    sent: Coded | None = None
    # What stood before the last send: an undo goes back to it.
    before: Coded | None = None
    is_over: bool = False
    # What was selected after Change when the program was killed: Change brings it back.
    left: Left | None = None
    # Both that it can be, where an act was cut off and the card does not tell until Change.
    lefts: tuple[Left | None, ...] = ()
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
        self.topics = tuple(each for each in self.topics if each != code_id)

    def add(self, code_id: str) -> None:
        """Take a code as a further topic, or take it off; beside the code itself it is none."""
        main = self.on_the_button
        if code_id == main:
            return
        left = tuple(each for each in self.topics if each != code_id)
        if left == self.topics:
            left = (*left, code_id)[-_MOST_TOPICS:]
        self.select(main)
        self.topics = left

    def write(self, text: str) -> None:
        self.note = text

    def send(self) -> None:
        coded = (self.on_the_button, self.note, self.topics)
        if coded != self.sent:
            self.before = self.sent
        self.sent = coded
        self.selected, self.is_kept, self.is_choosing_again = None, False, False
        self.topics = ()

    def undo(self) -> None:
        """Take back what has not left yet; what was typed stays where it is typed again."""
        self.sent = self.before
        if self.sent is not None:
            self.note = self.sent[1]

    def change(self) -> None:
        self.is_choosing_again = True
        self.selected = None
        self.topics = self.sent[2] if self.sent is not None else ()
        if self.left is not None:
            self.selected, self.note, self.topics = self.left
            self.left = None

    def believe(self, seen: Sight) -> None:
        """Believe of an act that was cut off what the card shows now that it is changed again."""
        for left in self.lefts:
            other = replace(self, left=left)
            other.change()
            if other.is_shown(seen):
                self.left = left
        self.lefts = ()

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
            self.perhaps = (self.selected, self.note, self.topics)

    def restart(self) -> None:
        """The program was killed and is back.

        Esc and Change are of the moment: the countdown runs again, and a code that was sent
        stands until it is changed again.
        """
        self.is_kept = False
        if self.sent is not None and self.is_choosing_again:
            if self.selected is not None or self.note != self.sent[1]:
                self.left = self.selected, self.note, self.topics
            self.is_choosing_again, self.selected, self.note = False, None, self.sent[1]
            self.topics = ()

    def is_shown(self, seen: Sight) -> bool:
        """Whether a card that shows *seen* shows what is meant."""
        if self.is_over:
            return True
        if self.sent is None or self.is_choosing_again:
            same = (seen.selected, seen.note, seen.topics) == (
                self.selected,
                self.note,
                self.topics,
            )
            is_stopped = not (self.is_kept and seen.is_counting)
            return seen.offers and same and is_stopped
        if seen.offers or seen.sent is None:
            return False
        if seen.is_code_alone:
            return seen.sent[0] == self.sent[0]
        return seen.sent == self.sent

    def as_far_as(self, seen: Sight) -> Meant:
        """Return the same with as much of the note as had been typed when it was cut off."""
        return replace(self, note=seen.note) if self.note.startswith(seen.note) else self
