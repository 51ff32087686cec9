"""What Genesys refused, in the states of the gallery, as the program says it in the language in use."""

from __future__ import annotations

from dataclasses import replace

from wrapup_desk.adapters.genesys.http.errors import HttpRefusal
from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.desk import notices
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.domain.events import SubscriptionRefused
from wrapup_desk.domain.language.texts import tr

_TRACE = "5f2a9c1e-77b1-4c1e-9a53-5a4d55a0c0de"
_NO_PERMISSION = HttpRefusal(
    403, "missing.permission", _TRACE, ("conversation:participant:wrapup",)
)
_NO_SCOPE = HttpRefusal(403, "missing.any.permissions", "5f2a9c1e", scopes=("notifications",))
_NOT_VALID = HttpRefusal(400, "invalid.value", "5f2a9c1e")
_NOT_FOLLOWED = SubscriptionRefused("transcription", ("speechAndTextAnalytics:data:view",))


def spoken(state: DeskState) -> DeskState:
    """Return *state* with what came from outside of it said anew."""
    said = replace(
        state,
        cards=tuple(map(_spoken_card, state.cards)),
        notices=tuple(map(_spoken_notice, state.notices)),
    )
    if state.connection_note:
        said = replace(said, connection_note=_NO_SCOPE.message)
    if state.sign_in.problem:
        problem = tr("Genesys does not know this client id. Check it in the settings.")
        said = replace(said, sign_in=replace(state.sign_in, problem=problem))
    return said


def _spoken_card(card: InteractionCard) -> InteractionCard:
    if card.codes_problem and card.codes_problem != notices.NO_CODES:
        silent = f"Genesys {tr('did not answer in time.')}"
        return replace(card, codes_problem=silent)
    submission = card.submission
    if submission is None or not submission.reason:
        return card
    is_refused = "permit" in submission.reason
    reason = (_NO_PERMISSION if is_refused else _NOT_VALID).message
    return replace(card, submission=replace(submission, reason=reason))


def _spoken_notice(notice: Notice) -> Notice:
    if notice.key.startswith("refused-"):
        return notices.topic_refused(_NOT_FOLLOWED)
    return notice
