"""Plans and applies changes of many codes without a window: `wrapup-desk fix`."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from wrapup_desk.adapters.base import daemon_threads
from wrapup_desk.adapters.files.chosen_file import ChosenFile
from wrapup_desk.application.base.rate_gate import RateGate
from wrapup_desk.application.base.settings import SettingsError
from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.batch_plan import BatchRequest
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.messages import (
    BatchProgressed,
    FindProgressed,
    RateLimitReported,
    RepairMessage,
)
from wrapup_desk.application.repair.plan_run import PlanResult, PlanRun
from wrapup_desk.application.repair.rule_effects import BuildRulesPreview
from wrapup_desk.application.repair.tasks.correction_delivery import (
    DeliveryContext,
    DeliveryOptions,
)
from wrapup_desk.application.repair.tasks.leg_search import LegSearch
from wrapup_desk.application.repair.tasks.preview_builder import building_by_rules
from wrapup_desk.application.repair.wanted_preview import preview_wanted
from wrapup_desk.domain.cooperative import run_now
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.language.conventions import number
from wrapup_desk.domain.language.texts import mark, tr, tr_marked, tr_n
from wrapup_desk.domain.repair.change_plan import (
    Facts,
    is_conversation_list,
    plan_lines,
    plan_of,
    result_lines,
    wanted_codes,
)
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.domain.repair.preview import Preview
from wrapup_desk.domain.repair.rule_csv import rules_of
from wrapup_desk.domain.repair.rules import RuleList
from wrapup_desk.main.apps.repair_session import RepairSession, SessionRequest, open_repair_session

# How a run ends; docs/admin.md tells administrators.
ALL_AS_WANTED = 0
SOME_LEFT = 4
NOT_FINISHED = 5
_TELL_EVERY_S = 5.0
# What became of rows, in words; a state that is not here is called by its own.
_WORDS = {
    CorrectionState.CONFIRMED.value: "changed",
    CorrectionState.VERIFIED.value: mark("changed and seen in analytics"),
    CorrectionState.KEPT.value: mark("refused by Genesys and kept in the ledger only"),
    CorrectionState.SKIPPED.value: mark("had the code already or were changed by somebody else"),
    CorrectionState.PLANNED.value: mark("not begun yet"),
    CorrectionState.SENT.value: mark("sent, outcome unknown"),
    CorrectionState.ACCEPTED.value: mark("accepted, not seen on record yet"),
}


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What `fix plan` was asked for; *source* is a file, or the name of a kept rule list."""

    session: SessionRequest
    source: str
    out: Path
    days: int
    queues: tuple[str, ...] = ()
    tells_json: bool = False


@dataclass(frozen=True, slots=True)
class ApplyOptions:
    """What `fix apply` was asked for."""

    session: SessionRequest
    plan: Path
    reason: str = ""
    note: str = ""
    tells_json: bool = False


class FixOutput:
    """One line for each step, for people or as JSON; progress every few seconds."""

    def __init__(self, *, tells_json: bool) -> None:
        self._tells_json = tells_json
        self._told_at_s = -_TELL_EVERY_S

    def tell(self, event: str, text: str, **facts: object) -> None:
        """Tell *text*, or as JSON *facts* with it."""
        if self._tells_json:
            text = json.dumps({"event": event, "text": text, **facts}, ensure_ascii=False)
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def take(self, message: RepairMessage) -> None:
        """Tell of what goes on and on, but not too often."""
        now_s = time.monotonic()
        if isinstance(message, RateLimitReported):
            text = tr(
                "Genesys asks us to wait; going on in {seconds} s.",
                seconds=number(message.pause_s),
            )
            self.tell("waiting", text, seconds=message.pause_s)
        elif now_s - self._told_at_s >= _TELL_EVERY_S or _is_last(message):
            self._told_at_s = now_s
            if isinstance(message, BatchProgressed):
                done, total = message.work.done, message.work.total
                self.tell(
                    "progress",
                    tr("{done} of {total} rows", done=number(done), total=number(total)),
                    done=done,
                    total=total,
                )
            elif isinstance(message, FindProgressed) and len(message.legs):
                found = len(message.legs)
                self.tell(
                    "finding",
                    tr_n("1 leg found", "{count} legs found", found),
                    legs=found,
                    share=message.share_done,
                )


def _is_last(message: RepairMessage) -> bool:
    return isinstance(message, BatchProgressed) and message.work.done == message.work.total


def run_plan(options: PlanOptions) -> int:
    """Write what would be changed; nothing is changed. 0 also where nothing would be.

    Raises:
        SettingsError, ContactCentreError, StoreError, ValueError: why there is no plan.
    """
    return daemon_threads.run(_plan(options, is_file=Path(options.source).is_file()))


def run_apply(options: ApplyOptions) -> int:
    """Do what a plan says; 0: every row has its code, 4: some are left, 5: run it again.

    Raises:
        SettingsError, ContactCentreError, StoreError, ValueError: why nothing was begun.
    """
    settings = options.session.settings
    if settings.repair_needs_reason and not options.reason.strip():
        raise SettingsError(tr("the settings want a reason for each change: give --reason"))
    if settings.repair_needs_note and not options.note.strip():
        raise SettingsError(tr("the settings want a note with each code: give --note"))
    return daemon_threads.run(_apply(options))


async def _plan(options: PlanOptions, *, is_file: bool) -> int:
    output = FixOutput(tells_json=options.tells_json)
    text = await ChosenFile().read(Path(options.source)) if is_file else None
    await ChosenFile().try_place(options.out)
    async with open_repair_session(options.session) as session:
        await _tell_of_damage(session, output)
        preview, legs = await _previewed(options, session, text, output)
        await ChosenFile().write(
            options.out, list(plan_lines(preview, legs.directory, _facts_of(legs)))
        )
    for trouble in preview.troubles:
        output.tell("trouble", str(trouble), rule=trouble.place)
    reasons = {reason.value: count for reason, count in preview.reasons.items()}
    skipped = "".join(
        tr(" {count} are left alone: {why}.", count=number(count), why=why)
        for why, count in reasons.items()
    )
    output.tell(
        "plan",
        tr(
            "Of {all} legs {changing} would change.{skipped} The plan is {path}.",
            all=number(len(legs)),
            changing=number(len(preview.changes)),
            skipped=skipped,
            path=options.out,
        ),
        legs=len(legs),
        changes=len(preview.changes),
        left_alone=reasons,
        fitting=list(preview.fitting),
        path=str(options.out),
    )
    return ALL_AS_WANTED


def _facts_of(legs: LegIndex) -> Facts:
    def facts(key: LegKey) -> tuple[str, str, str]:
        row = legs.row_of(key)
        if row is None:
            return "", "", ""
        shown = legs.row(row)
        ended_at = shown.leg.hung_up_at
        ended = ended_at.isoformat(timespec="seconds") if ended_at else ""
        return ended, shown.agent_name, shown.queue_name

    return facts


async def _tell_of_damage(session: RepairSession, output: FixOutput) -> None:
    """Say so where rows or trail of the ledger were changed by another hand; that stops nothing."""
    check = await session.ledger.check()
    if not check.is_whole:
        output.tell(
            "trouble",
            tr(
                "The audit trail was modified outside WrapUp Desk: {problem}.",
                problem=check.problem,
            ),
        )


async def _previewed(
    options: PlanOptions, session: RepairSession, text: str | None, output: FixOutput
) -> tuple[Preview, LegIndex]:
    settings = options.session.settings
    search = LegSearch(session.past, session.clock, output.take)
    legs = LegIndex()
    legs.note_corrections(await session.ledger.latest())
    legs.note_counts(await session.ledger.counts())
    if text is not None and is_conversation_list(text):
        wanted = wanted_codes(text)
        ids = dict.fromkeys(one.conversation_id for one in wanted)
        await search.read_into(legs, tuple(ids))
        leaves_out = settings.repair_leaves_out_dialer
        return preview_wanted(legs, wanted, leaves_out_dialer=leaves_out), legs
    rules = await _rules(options, session, text)
    now = session.past.server_now()
    span = Span(now - timedelta(days=options.days), now)
    shortfall = await search.find_into(legs, span, await _queue_ids(options, session))
    if shortfall:
        output.tell("trouble", shortfall)
    build = BuildRulesPreview(legs, rules, settings.repair_leaves_out_dialer)
    return run_now(building_by_rules(build)), legs


async def _rules(options: PlanOptions, session: RepairSession, text: str | None) -> RuleList:
    if text is not None:
        return RuleList(Path(options.source).stem, rules_of(text))
    kept = {one.name: one for one in await session.ledger.rule_lists()}
    if options.source in kept:
        return kept[options.source]
    names = ", ".join(f"“{name}”" for name in kept) or "none"
    raise SettingsError(
        tr(
            "there is neither a file nor a kept rule list {source}; kept are: {names}",
            source=options.source,
            names=names,
        )
    )


async def _queue_ids(options: PlanOptions, session: RepairSession) -> tuple[str, ...]:
    if not options.queues:
        return ()
    queues = (await session.past.directory()).queues
    by_name = {name.casefold(): queue_id for queue_id, name in queues.items()}
    found = [by_name.get(each.casefold(), each) for each in options.queues]
    if missing := [each for each in found if each not in queues]:
        raise SettingsError(tr("there is no queue {names}", names=", ".join(missing)))
    return tuple(found)


async def _apply(options: ApplyOptions) -> int:
    output = FixOutput(tells_json=options.tells_json)
    plan = plan_of(await ChosenFile().read(options.plan))
    written = options.plan.with_name(f"{options.plan.stem}.result.csv")
    await ChosenFile().try_place(written)
    async with open_repair_session(options.session) as session:
        await _tell_of_damage(session, output)
        settings, clock = options.session.settings, session.clock
        context = DeliveryContext(
            session.record,
            session.ledger,
            clock,
            RateGate(clock, options.session.requests_per_minute),
            session.past.server_now,
            output.take,
            DeliveryOptions(settings.repair_attribute),
        )
        person = await session.person()
        now = session.past.server_now()
        request = BatchRequest(person, now, options.reason.strip(), options.note)
        result = await PlanRun(context, output.take).run(plan, request)
    lines = result_lines(plan, result.corrections, result.others)
    await ChosenFile().write(written, list(lines))
    return _told_result(output, result, written)


def _told_result(output: FixOutput, result: PlanResult, written: Path) -> int:
    total, counts = len(result.plan.changes), result.counts
    code = ALL_AS_WANTED if result.wanted_count == total else SOME_LEFT
    if result.unfinished_count or result.problem:
        code = NOT_FINISHED
    words = (
        f"{number(count)} {tr_marked(_WORDS.get(name, name))}" for name, count in counts.items()
    )
    listed = ", ".join(words) or tr("nothing to do")
    again = tr(" Run the same command again to go on.") if code == NOT_FINISHED else ""
    why = f" {result.problem}" if result.problem else ""
    output.tell(
        "result",
        tr_n(
            "1 row: {listed}.{why}{again} Its result is in {path}.",
            "{count} rows: {listed}.{why}{again} Each row's result is in {path}.",
            total,
            listed=listed,
            why=why,
            again=again,
            path=written,
        ),
        rows=total,
        counts=dict(counts),
        as_wanted=result.wanted_count,
        unfinished=result.unfinished_count,
        resumed=result.is_resumed,
        problem=result.problem,
        path=str(written),
        exit_code=code,
    )
    return code
