"""Goes through a sample: how far, what it says so far, and a key for each verdict."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wrapup_desk.application.repair.state import RepairState, SampleView
from wrapup_desk.domain.language.conventions import number, sentences
from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.domain.quality.estimate import Estimate
from wrapup_desk.domain.quality.sample import Verdict
from wrapup_desk.ui.repair.wording import share_text
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.layouts import pad_bar
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph


class ReviewBar(QWidget):
    """Stands where the fix bar does while a sample is gone through."""

    judged = Signal(object)  # Verdict
    code_requested = Signal()  # which code would have been right
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.progress = TextLabel(theme, Size.BODY, "text", Weight.MEDIUM, max_lines=0)
        self.result = paragraph(theme)
        self.right = Button(theme, ButtonKind.PLAIN, key="R")
        self.wrong = Button(theme, ButtonKind.PLAIN, key="W")
        self.unsure = Button(theme, ButtonKind.PLAIN, key="U")
        self.no_better = Button(theme, ButtonKind.PLAIN, key="X")
        self.leave = Button(theme, ButtonKind.QUIET)
        self._lay_out()
        self._word()

    @property
    def _verdicts(self) -> tuple[Button, ...]:
        return (self.right, self.wrong, self.no_better, self.unsure)

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self.progress)
        texts.addWidget(self.result)
        row = FlowRow((*self._verdicts, self.leave))
        box = QVBoxLayout(self)
        pad_bar(self, is_tight=False)
        box.setSpacing(GAP)
        box.addLayout(texts)
        box.addWidget(row)

    def _word(self) -> None:
        self.setAccessibleName(tr("Review of the sample"))
        self.right.show_caption(tr("Right"))
        self.wrong.show_caption(tr("Wrong, choose a code"))
        self.unsure.show_caption(tr("Unsure"))
        self.leave.show_caption(tr("End the review"))
        self.right.clicked.connect(lambda: self.judged.emit(Verdict.RIGHT))
        self.no_better.show_caption(tr("Wrong, no better code"))
        self.no_better.clicked.connect(lambda: self.judged.emit(Verdict.WRONG))
        self.wrong.clicked.connect(self.code_requested)
        self.unsure.clicked.connect(lambda: self.judged.emit(Verdict.UNSURE))
        self.leave.clicked.connect(self.left)

    def press(self, key: str) -> bool:
        """Press the button of *key*, a small letter; tell whether there is one."""
        keys = dict(zip("rwxu", self._verdicts, strict=True))
        button = keys.get(key)
        if button is None or not self.isVisible() or not button.isEnabled():
            return False
        button.click()
        return True

    def show_state(self, state: RepairState) -> None:
        view = state.sample
        if view is None:
            return
        self.progress.show_text(_progress(view))
        self.result.show_text(result_text(view))
        can_judge = state.focus is not None and state.focus.row in view.sample.strata
        for button in self._verdicts:
            button.setEnabled(can_judge)


def _progress(view: SampleView) -> str:
    done, total = view.result.reviewed, len(view.sample.rows)
    if done == total:
        text = tr("All {total} of the sample are reviewed")
        return fill(text, total=number(total))
    text = tr("{done} of {total} reviewed. Is the code right?")
    return fill(text, done=number(done), total=number(total))


def result_text(view: SampleView) -> str:
    """Return what the verdicts say of all interactions the sample was drawn from."""
    result = view.result
    if not result.wrong.of:
        text = tr("Drawn at random from {count} interactions with a code.")
        return fill(text, count=number(view.sample.population))
    text = tr("Of all {count} codes, {share} are wrong ({interval}).")
    said = fill(
        text,
        count=number(view.sample.population),
        share=share_text(result.wrong.rate, digits=1),
        interval=interval_text(result.wrong),
    )
    counts = tr(
        "{right} right, {wrong} wrong, {unsure} unsure.",
        right=result.right_count,
        wrong=result.wrong_count,
        unsure=result.unsure_count,
    )
    return sentences(said, counts)


def interval_text(estimate: Estimate) -> str:
    """Return where the true share lies, 95 times of 100."""
    text = tr("95 of 100 times between {low} and {high}")
    return fill(text, low=share_text(estimate.low), high=share_text(estimate.high))
