"""Realistic snapshots of every state the repair window can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.leg_moments import moments_of
from wrapup_desk.application.repair.rule_effects import BuildRulesPreview
from wrapup_desk.application.repair.state import (
    Access,
    BatchView,
    FindPhase,
    FindState,
    Focus,
    Moment,
    MomentKind,
    RepairState,
    Totals,
    Work,
)
from wrapup_desk.application.repair.tasks.preview_builder import building_by_rules
from wrapup_desk.domain.cooperative import run_now
from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.language.conventions import beside
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.domain.repair.audit import Anchor, ChainCheck
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.correction import (
    Batch,
    BatchKind,
    Correction,
    CorrectionState,
)
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.repair.preview import Preview, preview_fix
from wrapup_desk.domain.repair.repair_reports import report_on
from wrapup_desk.domain.repair.rules import NO_CODE, Rule, RuleList
from wrapup_desk.domain.repair.table_view import Filters, Order, arrange
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.suggestion import Evidence, EvidenceKind, Ranking, Source, Suggestion
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, Decider, Decision, WrapupCode

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
ROBIN = Person("user-robin", "Robin Supervisor")
SAM = Person("user-sam", "Sam Other")
CODES = {
    name: WrapupCode(f"code-{number}", name)
    for number, name in enumerate(
        (
            "Duplicate charge refunded", "Invoice explained", "Password reset",
            "Delivery delayed", "Other", "Payment method updated", "Contract ended",
        )
    )
}  # fmt: skip
DIRECTORY = NameDirectory(
    queues={"queue-billing": "Billing", "queue-support": "Support"},
    codes={code.id: code for code in CODES.values()},
    queue_codes={
        "queue-billing": tuple(CODES.values()),
        "queue-support": tuple(CODES.values())[2:],
    },
)
TODAY = Span(NOW.replace(hour=0, minute=0), NOW)
WEEK = Span(NOW - timedelta(days=7), NOW)
MAY_ALL = Access(ROBIN, may_find=True, may_fix=True, may_read_words=True)
_AGENTS = ("Priya N.", "Sam O.", "Lena K.", "Kofi M.")
_CUSTOMERS = ("+61 2 9000 0000", "M. Oliveira", "T. Becker", "A. Rahman", "Anna Abbott")
_SUGGESTED = (
    ("Duplicate charge refunded", 0.88), ("Invoice explained", 0.81), ("Password reset", 0.96),
    ("Delivery delayed", 0.92),
)  # fmt: skip


def key(number: int) -> LegKey:
    return LegKey(*(str(UUID(int=number * 10 + part)) for part in range(3)))


def leg(number: int, **changes: Any) -> PastLeg:
    """Return one leg of today; every fifth has no code, every seventh timed out."""
    ended_at = NOW - timedelta(minutes=3 + 4 * number)
    code = CODES["Invoice explained"].id
    if number % 5 == 0:
        code = ""
    elif number % 7 == 1:
        code = TIMEOUT_CODE_ID
    facts: dict[str, Any] = {
        "key": key(number),
        "media": Media.MESSAGE if number % 6 == 3 else Media.CALL,
        "agent_id": f"agent-{number % 4}",
        "agent_name": _AGENTS[number % 4],
        "queue_id": "queue-billing" if number % 3 else "queue-support",
        "started_at": ended_at - timedelta(seconds=340),
        "customer_name": _CUSTOMERS[number % 5],
        "answered_at": ended_at - timedelta(seconds=331),
        "hung_up_at": ended_at,
        "completed_at": ended_at + timedelta(seconds=3 + number % 40),
        "code_id": code,
        "note": "Asked twice, promised a letter by Friday" if number % 4 == 2 and code else "",
        "tags": ("vip",) if number % 8 == 2 else (),
    }
    return PastLeg(**{**facts, **changes})


def leg_index(count: int = 90, *, suggests: bool = True) -> LegIndex:
    made = LegIndex(DIRECTORY)
    for number in range(count):
        row = made.put(leg(number))
        if suggests and number % 5 in (0, 1, 2):
            name, probability = _SUGGESTED[number % 4]
            made.suggest(row, Suggestion(CODES[name], probability, Source.MODEL))
    return made


def state(made: LegIndex | None = None, **changes: Any) -> RepairState:
    """Return the snapshot of a finished search over *made*."""
    made = made if made is not None else leg_index()
    filters, order = changes.pop("filters", Filters()), changes.pop("order", Order())
    found = run_now(arrange(made.table, made.directory, filters, order, made.extras))
    facts: dict[str, Any] = {
        "revision": 1,
        "access": MAY_ALL,
        "store_label": tr("this computer"),
        "find": FindState(FindPhase.DONE, TODAY, share_done=1.0, legs_found=len(made)),
        "filters": filters,
        "order": order,
        "legs": made,
        "rows": found.rows,
        "totals": Totals(found.legs_count, found.counts, 100, 93),
        "live_problem": "",
    }
    return RepairState(**{**facts, **changes})


def focus(made: LegIndex, row: int, **changes: Any) -> Focus:
    shown = made.table.leg(row)
    ended = shown.hung_up_at or NOW
    said = (
        (Speaker.CUSTOMER, "I was charged twice on the third."),
        (Speaker.AGENT, "I can see both charges. I\N{RIGHT SINGLE QUOTATION MARK}ll refund one."),
        (Speaker.CUSTOMER, "Great, how long will the refund take?"),
        (Speaker.AGENT, "Three to five days."),
    )
    evidence = tuple(Evidence(EvidenceKind.HEARD, each) for each in ("charged twice", "refund"))
    facts: dict[str, Any] = {
        "row": row,
        "leg": shown,
        "moments": (
            Moment(shown.answered_at or NOW, MomentKind.ANSWERED),
            Moment(ended, MomentKind.HUNG_UP),
            Moment(ended + timedelta(seconds=1), MomentKind.COMPLETED),
            Moment(
                ended + timedelta(seconds=1),
                MomentKind.NOT_DELIVERED,
                answer="409, already ended",
                state=SubmissionState.REFUSED,
            ),
        ),
        "words": tuple(
            Utterance(str(number), speaker, text) for number, (speaker, text) in enumerate(said)
        ),
        "ranking": Ranking(
            (
                Suggestion(CODES["Duplicate charge refunded"], 0.88, Source.MODEL, evidence),
                Suggestion(CODES["Invoice explained"], 0.07, Source.MODEL),
            ),
            is_clear=True,
        ),
        "codes": made.directory.codes_of(shown.queue_id),
    }
    return Focus(**{**facts, **changes})


def correction(number: int, state_: CorrectionState, **changes: Any) -> Correction:
    one = leg(number)
    facts: dict[str, Any] = {
        "id": f"correction-{number}",
        "batch_id": "batch-1",
        "key": one.key,
        "media": one.media,
        "agent_id": one.agent_id,
        "from_code_id": one.code_id,
        "to_code": CODES["Duplicate charge refunded"],
        "who": ROBIN,
        "decided_at": NOW,
        "changed_at": NOW,
        "reason": "Missing",
        "queue_id": one.queue_id,
        "state": state_,
        "answer": accepted(),
    }
    return Correction(**{**facts, **changes})


def accepted() -> str:
    """Return what stands there of a code that Genesys took, in the language in use."""
    return tr("Genesys accepted it: {status}.", status=202)


def batch_view(*states: CorrectionState, work: Work | None = None) -> BatchView:
    corrections = tuple(
        correction(number * 5, each, answer=_ANSWERS.get(each, accepted()))
        for number, each in enumerate(states)
    )
    batch = Batch("batch-1", BatchKind.FIX, ROBIN, NOW, "Missing", len(corrections))
    done = Work(len(corrections), len(corrections))
    return BatchView(batch, corrections, work=work or done)


_ANSWERS = {
    CorrectionState.KEPT: "403: you may not change another agent's wrap-up.",
    CorrectionState.SKIPPED: "Somebody else changed it in between; their code stands.",
}


def preview_of(made: LegIndex, rows: frozenset[int]) -> Preview:
    return preview_fix(made.candidates(sorted(rows)), made.directory)


def gallery() -> dict[str, RepairState]:
    """Return every state by the name of its picture."""
    made = leg_index()
    rows = state(made).rows
    some = frozenset(rows[:6:2]) | {rows[7]}
    changed = CorrectionState.CONFIRMED
    kept, skipped = CorrectionState.KEPT, CorrectionState.SKIPPED
    kept_legs = leg_index()
    kept_legs.note_corrections([correction(0, kept, answer=_ANSWERS[kept])])
    empty = LegIndex(DIRECTORY)
    good = LegIndex(DIRECTORY)
    for number in (2, 3, 4):
        good.put(leg(number, code_id=CODES["Other"].id))
    reports = report_on(
        made.table, range(len(made)), DIRECTORY, UTC, dict.fromkeys(range(0, 90, 3), "code-1")
        | dict.fromkeys(range(0, 90, 9), "code-2"),
    )  # fmt: skip
    waiting = tr("Genesys asks us to wait; trying again in {seconds} s.", seconds=12)
    running = batch_view(
        *[changed] * 30, *[CorrectionState.PLANNED] * 20,
        work=Work(50, 30, is_running=True, note=waiting),
    )  # fmt: skip
    mixed = batch_view(changed, changed, kept, skipped)
    mixed = replace(mixed, conflicts=(correction(45, CorrectionState.SENT, who=SAM),))
    finding = FindState(FindPhase.FINDING, WEEK, share_done=0.4, legs_found=41_260)
    unreachable = tr("could not be reached. Check the network connection.")
    failed = FindState(FindPhase.FAILED, TODAY, note=beside("api.mypurecloud.de", unreachable))
    no_fix = Access(
        ROBIN, may_find=True, may_read_words=True, missing=("conversation:participant:wrapup",)
    )
    no_find = Access(
        ROBIN,
        missing=("analytics:conversationDetail:view",),
        problem=tr(
            "{who} may not search past interactions: the permission {permission} is"
            " missing. Ask your administrator for it.",
            who="Robin Supervisor",
            permission="analytics:conversationDetail:view",
        ),
    )
    too_many = tr("Genesys asks us to wait; trying again in {seconds} s", seconds=8)
    where = "C:/Users/robin/codes.csv"
    written = tr_n("1 row is in {path}.", "{count} rows are in {path}.", 90, path=where)
    row = rows[0]
    shown = state(made, selection=some, focus=focus(made, row))
    return {
        "40-repair": shown,
        "41-repair-finding": state(
            made, find=replace(finding, note=too_many), live_problem=None
        ),
        "42-repair-first": state(empty, find=FindState(), live_problem=None),
        "43-repair-all-good": state(good),
        "44-repair-no-fit": state(made, filters=Filters(text="nobody"), rows=()),
        "45-repair-failed": state(empty, find=failed),
        "46-repair-preview": replace(shown, preview=preview_of(made, some | {rows[3], rows[5]})),
        "47-repair-running": replace(shown, selection=frozenset(), fix=running),
        "48-repair-outcome": replace(shown, selection=frozenset(), fix=mixed),
        "49-repair-kept": state(
            kept_legs,
            filters=Filters(issues=frozenset(CodeIssue)),
            focus=focus(kept_legs, 0),
            fix=batch_view(kept),
        ),
        "50-repair-may-not-fix": replace(shown, access=no_fix),
        "51-repair-may-not-find": state(empty, access=no_find, find=FindState()),
        "52-repair-no-words": state(
            made, focus=focus(made, row, words=(), ranking=Ranking(),
            words_problem=tr("Nothing was transcribed for this interaction.")),
        ),
        "53-repair-troubles": replace(
            shown,
            live_problem=tr("Genesys closed the connection."),
            notices=(Notice("export", NoticeKind.INFO, written),),
        ),
        "54-repair-suggesting": replace(shown, suggesting=Work(400, 120, is_running=True)),
        "55-repair-reports": replace(
            shown,
            reports=reports,
            audit=ChainCheck(1_234, Anchor(1_234, "ab" * 32)),
        ),
        "56-repair-tampered": replace(
            shown,
            reports=reports,
            audit=ChainCheck(
                811, Anchor(811, "cd" * 32),
                tr("entry {number} was changed after it was written", number=812), 812,
            ),
        ),
        "57-repair-signed-out": RepairState(
            access=Access(problem=tr("Your sign-in has ended. Sign in again; nothing is lost."))
        ),
        "58-repair-reported": _reported(),
        "61-repair-rules": replace(shown, rule_lists=RULE_LISTS),
        "62-repair-rules-previewed": replace(
            shown, rule_lists=RULE_LISTS, preview=previewed_by(RULE_LISTS[0], made)
        ),
        "59-repair-previewed-soon": replace(
            shown, previewing=Work(100_000, 34_000, is_running=True)
        ),
    }  # fmt: skip


RULE_LISTS = (
    RuleList(
        "Tidied list 2027",
        (
            Rule("Invoice explained", "Password reset"),
            Rule("Duplicate charge refunded", "Invoice explained", queue="Billing"),
            Rule("Delivery delayed", NO_CODE, queue="Support", flow="Main menu"),
            Rule("Delivery delayed", NO_CODE, queue="Nowhere", attribute="vip", value="yes"),
        ),
        Person("robin", "Robin"),
        NOW,
    ),
    RuleList("Billing without a code", (Rule("Invoice explained", NO_CODE, queue="Billing"),)),
)


def previewed_by(rules: RuleList, legs: LegIndex) -> Preview:
    """Return what *rules* would do with *legs*."""
    return run_now(building_by_rules(BuildRulesPreview(legs, rules, leaves_out_dialer=False)))


def _reported() -> RepairState:
    """Return a day on which agents' desks could not deliver codes, and a call just went wrong."""
    made = leg_index(300)
    made.note_reported(
        Submission(
            key=key(number),
            media=Media.CALL,
            agent_id="agent-0",
            decision=Decision(
                CODES["Duplicate charge refunded"], "", Decider.AGENT, NOW - timedelta(minutes=9)
            ),
            state=SubmissionState.TOO_LATE,
            reason="409: the communication has ended (correlation 7d1f).",
        )
        for number in (0, 2, 3)
    )
    made.put_new(leg(1_000, hung_up_at=NOW - timedelta(seconds=40)))
    row = made.row_of(key(0))
    assert row is not None
    shown = made.row(row)
    return state(made, focus=focus(made, row, moments=moments_of(shown, (), DIRECTORY)))


ISSUES = tuple(CodeIssue)
