"""What is offered as a note: shown, taken by itself or neither, and on no disk before it is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.application.desk.core.states import (
    a_desk_with_a_call,
    after,
    effects_of,
    seen,
    the_card,
)
from tests.examples import REFUND, a_key, a_leg
from wrapup_desk.application.base.effect_failed import EffectFailed
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.delivery.effects import StoreSubmission
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.application.desk.effects import StoreRecord
from wrapup_desk.application.desk.messages import (
    ChooseAgain,
    ChooseCode,
    LeaveDraftOut,
    NoteSelection,
    PlanDue,
    PredictionRead,
    UseSettings,
    WordsRead,
)
from wrapup_desk.application.suggestions.draft_effects import DraftNote, ForgetTalk, ReadForNote
from wrapup_desk.application.suggestions.messages import NoteDrafted, Ranked
from wrapup_desk.domain.events import CodesPredicted, PredictedCode, WordsHeard
from wrapup_desk.domain.history.leg_records import Selection
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.modes import Mode, QueueRule
from wrapup_desk.domain.notes.note_draft import DraftedNote, DraftSource, NoteDraft, NoteDrafting
from wrapup_desk.domain.suggestion import Ranking, Source, Suggestion
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, AssignedCode

WORDS = (Utterance("1", Speaker.CUSTOMER, "I was charged twice."),)
HEARD = WordsHeard("conversation-1", "communication-1", WORDS)
DRAFTED = NoteDrafted(a_key(), DraftedNote("Charged twice.", "42 dollars", "Friday"))
SHOWN = NoteDraft("Charged twice.", DraftSource.TALK, amount="42 dollars", date="Friday")
SUMMED_UP = CodesPredicted("conversation-1", (), (), "A refund was agreed.")
OFF, TAKEN = Settings(notes=NoteDrafting.OFF), Settings(notes=NoteDrafting.TAKEN)
SURE = Ranking((Suggestion(REFUND, 0.99, Source.MODEL),), is_clear=True, may_auto_submit=True)
DRAFT_EFFECTS = (ReadForNote, DraftNote, ForgetTalk)


def sent_alone(state: DeskState) -> str:
    """The note of the code that goes out just before the time-out."""
    plan = the_card(state).plan
    assert plan is not None
    effects = effects_of(state, PlanDue({a_key(): plan.at}), plan.at)
    (stored,) = (each for each in effects if isinstance(each, StoreSubmission))
    return stored.submission.decision.note


def about_to_act(settings: Settings) -> DeskState:
    settings = replace(settings, mode=Mode.GUARD)
    return after(a_desk_with_a_call(settings=settings), Ranked({a_key(): SURE}), DRAFTED)


def draft_of(card: InteractionCard) -> str:
    return card.draft.text if card.draft is not None else ""


@pytest.mark.parametrize("told", [HEARD, WordsRead(a_key(), WORDS)])
def test_what_is_said_is_read_and_drafted_after_all_else(told: WordsHeard | WordsRead) -> None:
    effects = effects_of(a_desk_with_a_call(Phase.CONNECTED), told)

    drafting = [each for each in effects if isinstance(each, DRAFT_EFFECTS)]
    assert drafting == [ReadForNote(a_key(), WORDS), DraftNote(a_key())]
    assert min(each.worth for each in drafting) > max(
        each.worth for each in effects if each not in drafting
    )


def test_a_draft_is_shown_and_nothing_of_it_is_kept() -> None:
    state = a_desk_with_a_call()

    assert effects_of(state, DRAFTED) == []
    card = the_card(after(state, DRAFTED))
    assert card.draft == SHOWN


def test_a_draft_that_was_not_taken_is_in_no_record_of_what_is_selected() -> None:
    state = after(a_desk_with_a_call(settings=TAKEN), DRAFTED)

    effects = effects_of(state, NoteSelection("communication-1", REFUND.id, ""))

    stored = [each.record for each in effects if isinstance(each, StoreRecord)]
    assert [(each.note, isinstance(each, Selection)) for each in stored] == [("", True)]


def test_copilots_summary_is_the_draft_and_named_as_such() -> None:
    state = after(a_desk_with_a_call(), DRAFTED, SUMMED_UP)

    expected = replace(SHOWN, text="A refund was agreed.", source=DraftSource.COPILOT)
    assert the_card(state).draft == expected
    read = PredictionRead(a_key(), (PredictedCode(REFUND.id, 0.8),), "A refund was agreed.")
    assert the_card(after(a_desk_with_a_call(), DRAFTED, read)).draft == expected


def test_a_summary_of_another_leg_is_not_the_draft() -> None:
    theirs = CodesPredicted("conversation-1", ("another",), (), "A refund was agreed.")

    assert the_card(after(a_desk_with_a_call(), theirs)).draft is None


def test_a_card_number_in_a_summary_is_not_drafted() -> None:
    told = CodesPredicted("conversation-1", (), (), "Paid with 4111 1111 1111 1111 today.")

    assert "4111" not in draft_of(the_card(after(a_desk_with_a_call(), told)))


def test_where_notes_are_off_nothing_is_drafted_or_shown() -> None:
    state = a_desk_with_a_call(Phase.CONNECTED, settings=OFF)

    assert DraftNote(a_key()) not in effects_of(state, HEARD)
    assert the_card(after(state, SUMMED_UP)).draft is None


def test_a_queue_may_have_its_own_rule() -> None:
    settings = Settings(queues={"support": QueueRule(notes=NoteDrafting.OFF)})
    state = after(a_desk_with_a_call(settings=settings), DRAFTED)
    assert the_card(state).draft is None

    switched_on = UseSettings(Settings())

    assert DraftNote(a_key()) in effects_of(state, switched_on)
    assert draft_of(the_card(after(state, switched_on))) == "Charged twice."


def test_a_draft_goes_with_a_code_only_where_the_rule_says_so() -> None:
    assert sent_alone(about_to_act(Settings())) == ""
    assert sent_alone(about_to_act(TAKEN)) == "Charged twice."


def test_what_the_agent_wrote_goes_in_place_of_a_draft() -> None:
    written = NoteSelection("communication-1", "", "My own words, \u2039amount\u203a")

    assert sent_alone(after(about_to_act(TAKEN), written)) == "My own words, \u2026"


def test_a_draft_that_the_agent_left_out_does_not_go() -> None:
    left_out = after(about_to_act(TAKEN), LeaveDraftOut("communication-1"))

    assert sent_alone(left_out) == ""
    assert the_card(left_out).draft == SHOWN


def test_a_note_of_the_backend_goes_before_a_draft() -> None:
    settings = replace(TAKEN, trusts_backend=True)
    proposed = {"wrapup_code": REFUND.name, "wrapup_notes": "From the backend"}
    state = after(a_desk_with_a_call(settings=settings), DRAFTED)
    state = after(state, seen(a_leg(phase=Phase.AFTER_CALL, attributes=proposed)))

    assert sent_alone(state) == "From the backend"


def test_a_code_chosen_again_does_not_take_a_draft_along() -> None:
    chosen = ChooseCode("communication-1", REFUND.id, "")
    state = after(a_desk_with_a_call(settings=TAKEN), DRAFTED, chosen)

    draft = the_card(after(state, ChooseAgain("communication-1"), DRAFTED)).draft

    assert draft is not None
    assert not draft.goes_along


def test_a_leg_that_is_over_is_forgotten_with_all_words() -> None:
    state = after(a_desk_with_a_call(), DRAFTED, SUMMED_UP)
    over = seen(a_leg(phase=Phase.COMPLETED))

    assert ForgetTalk(a_key()) in effects_of(state, over)
    state = after(state, over, DRAFTED)
    assert the_card(state).draft is None
    notes = state.notes[a_key()]
    assert (notes.summary, notes.drafted) == ("", DraftedNote())


def test_a_drafter_that_failed_is_told_and_changes_nothing_else() -> None:
    failed = EffectFailed(DraftNote(a_key()), "ValueError")
    state = after(a_desk_with_a_call(), Ranked({a_key(): SURE}), failed)

    assert [notice.key for notice in state.notices] == ["notes-not-drafted"]
    assert the_card(state).ranking == SURE


def test_no_word_of_a_draft_shows_in_what_a_log_may_hold() -> None:
    state = after(a_desk_with_a_call(), DRAFTED, SUMMED_UP)

    assert "twice" not in repr(DRAFTED)
    assert "agreed" not in repr(SUMMED_UP)
    assert "twice" not in repr(the_card(after(a_desk_with_a_call(), DRAFTED)))
    assert "agreed" not in repr(state)


def test_a_gap_that_was_left_at_the_time_out_is_not_what_the_supervisor_is_told() -> None:
    chosen = NoteSelection("communication-1", REFUND.id, "Refund of \u2039amount\u203a")
    code = AssignedCode(TIMEOUT_CODE_ID)
    over = seen(a_leg(phase=Phase.COMPLETED, wrapup=code))

    submission = the_card(after(a_desk_with_a_call(), chosen, over)).submission

    assert submission is not None
    assert submission.decision.note == "Refund of \u2026"
