"""States that strain the layout: names in other scripts, long ones, growing figures, refusals in each language."""

from __future__ import annotations

from dataclasses import replace

from tests.ui import snapshots as s
from wrapup_desk.adapters.genesys.http.errors import HttpRefusal
from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.desk import notices
from wrapup_desk.application.desk.day_stats import DayTotals
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.events import SubscriptionRefused
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.suggestion import Ranking
from wrapup_desk.domain.wrapup import WrapupCode

_CODES = (
    WrapupCode("ja-1", "二重請求の返金手続き完了"),
    WrapupCode("ja-2", "お支払い方法の変更"),
    WrapupCode("ja-3", "請求書の内容説明・お客様からの問い合わせ"),
)

_TRACE = "5f2a9c1e-77b1-4c1e-9a53-5a4d55a0c0de"
_NO_PERMISSION = HttpRefusal(
    403, "missing.permission", _TRACE, ("conversation:participant:wrapup",)
)
_NO_SCOPE = HttpRefusal(403, "missing.any.permissions", "5f2a9c1e", scopes=("notifications",))
_NOT_VALID = HttpRefusal(400, "invalid.value", "5f2a9c1e")
_NOT_FOLLOWED = SubscriptionRefused("transcription", ("speechAndTextAnalytics:data:view",))


def _named(card: InteractionCard, name: str, queue: str) -> InteractionCard:
    return replace(card, leg=replace(card.leg, customer_name=name, queue_name=queue))


def japanese() -> DeskState:
    """Return a desk of an agent, customers, queues and codes with Japanese names."""
    ranked = Ranking(
        tuple(
            replace(each, code=code)
            for each, code in zip(s.CLEAR.suggestions, _CODES, strict=True)
        ),
        is_clear=True,
    )
    marta = replace(s.MARTA, ranking=ranked, codes=_CODES)
    return s.desk(
        _named(marta, "株式会社東京中央商事 佐々木 美智子 様", "法人のお客様サポート窓口・東日本"),
        _named(s.TOM, "髙橋 健太郎", "請求・お支払い"),
        _named(s.AISHA, "渡邉 さくら", "請求・お支払い"),
        agent=Agent("agent-1", "山田 花子"),
    )


def long_shift() -> DeskState:
    """Return a desk with a long name of the agent and the figures of a long day."""
    tally = DayTotals(handled=1_204, coded=1_198, as_suggested=1_010)
    agent = Agent("agent-1", "Maximiliane-Charlotte von Hohenstein-Wagner")
    return s.desk(s.MARTA, s.TOM, agent=agent, tally=tally, waiting_count=112)


def all_states() -> dict[str, DeskState]:
    """Return every state of the gallery, in the language in use, and these."""
    said = {name: _spoken(state) for name, state in s.gallery().items()}
    return {**said, "18-japanese": japanese(), "18-long-shift": long_shift()}


def _spoken(state: DeskState) -> DeskState:
    """Return *state* with what came from outside of it said anew."""
    said = replace(
        state,
        cards=tuple(map(_spoken_card, state.cards)),
        notices=tuple(map(_spoken_notice, state.notices)),
    )
    if state.connection_note:
        said = replace(said, connection_note=_NO_SCOPE.message)
    if state.sign_in.problem:
        problem = tr("Genesys does not know this client ID in this region. Check both.")
        said = replace(said, sign_in=replace(state.sign_in, problem=problem))
    return said


def _spoken_card(card: InteractionCard) -> InteractionCard:
    if card.codes_problem and card.codes_problem != notices.NO_CODES:
        silent = tr("{host} {did}", host="Genesys", did=tr("did not answer in time."))
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
    if notice.key == notices.NOT_SAVED:
        no_room = tr("there is no room left on the disk of {folder}", folder="C:")
        return replace(notice, text=notices.not_saved(no_room).text)
    return notice
