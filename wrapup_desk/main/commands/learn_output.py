"""Tells on the console how learning goes and what came of it, for people or as JSON lines."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping

from wrapup_desk.adapters.files.model_file import WrittenModel
from wrapup_desk.application.learning.model_builder import BuildProgress, BuildStage
from wrapup_desk.application.learning.ports import LearnJob, LessonOutcome, UnfitReason, WorkFile
from wrapup_desk.domain.language.conventions import number, percent
from wrapup_desk.domain.language.texts import mark, tr, tr_marked, tr_n
from wrapup_desk.domain.recommender.trust.suggestion_report import (
    SuggestionReport,
    report_outcomes,
)

# So many of the last training legs say how good the model is; the first ones were learnt from nothing.
JUDGED_BY = 1000
_TELL_EVERY_S = 5.0
_FATES = {
    LessonOutcome.NO_WORDS: mark("no words"),
    LessonOutcome.UNREADABLE: mark("words not readable"),
}


class LearnOutput:
    """One line for each step; continuous progress is reported every few seconds."""

    def __init__(self, *, tells_json: bool) -> None:
        self._tells_json = tells_json
        self._told_at_s = -_TELL_EVERY_S

    def begin(self, job: LearnJob, counts: Mapping[LessonOutcome, int]) -> None:
        """Tell what is begun, or gone on with."""
        done = sum(count for fate, count in counts.items() if fate is not LessonOutcome.WAITING)
        span = job.span
        text = tr(
            "Learning from {place}, {first} to {last}; at most {count} legs.",
            place=job.place,
            first=f"{span.start_at:%Y-%m-%d}",
            last=f"{span.end_at:%Y-%m-%d}",
            count=number(job.most),
        )
        if counts:
            text = tr("Resuming an unfinished run. {text}", text=text)
        self._tell("begin", text, is_resumed=bool(counts), done=done)

    def progress(self, progress: BuildProgress) -> None:
        """Tell how far it has come."""
        now_s = time.monotonic()
        often = progress.stage in (BuildStage.FINDING, BuildStage.LEARNING)
        is_last = progress.total and progress.done == progress.total
        if often and not is_last and now_s - self._told_at_s < _TELL_EVERY_S:
            return
        self._told_at_s = now_s
        if progress.stage is BuildStage.KEPT and not self._tells_json:
            return
        self._tell(
            progress.stage.value,
            _progress_text(progress),
            done=progress.done,
            total=progress.total,
            share=progress.share,
            left_s=progress.left_s,
        )

    def waiting(self, why: str) -> None:
        """Tell why nothing goes on."""
        self._tell(BuildStage.WAITING.value, why)

    def result(self, file: WorkFile, queues: Mapping[str, str], written: WrittenModel) -> None:
        """Tell what was learnt, how good it is, and how to use it."""
        counts, unfit = file.counts(), file.unfit()
        learnt = counts.get(LessonOutcome.LEARNT, 0)
        self._tell(
            "learnt",
            tr_n(
                "Learnt 1 leg. {left_out}",
                "Learnt {count} legs. {left_out}",
                learnt,
                left_out=_left_out_text(counts, unfit),
            ),
            legs=learnt,
            left_out={
                fate.name.lower(): n
                for fate, n in counts.items()
                if fate is not LessonOutcome.LEARNT
            }
            | {reason.name.lower(): n for reason, n in unfit.items()},
        )
        for queue in report_outcomes(file.outcomes(JUDGED_BY), {}):
            name = queues.get(queue.queue_id, queue.queue_id)
            self._tell("queue", _queue_text(name, queue), queue=name, legs=queue.legs,
                       first_right=round(queue.top_share, 4),
                       coverage=round(queue.coverage, 4), precision=queue.precision)  # fmt: skip
        self._tell(
            "model",
            tr(
                "The model is {path} ({size} MB). To use it, write into the policy or"
                ' the settings:\n  model = {quoted}\n  model_sha256 = "{sha256}"\nor put it'
                " on a web server and give its https address as the model.",
                path=written.path,
                size=number(written.size_bytes / 1000000.0, 1),
                quoted=json.dumps(str(written.path)),
                sha256=written.sha256,
            ),
            path=str(written.path),
            sha256=written.sha256,
            bytes=written.size_bytes,
        )

    def published(self, where: str) -> None:
        self._tell("published", tr("Published to the team: {where}.", where=where), where=where)

    def _tell(self, event: str, text: str, **facts: object) -> None:
        if self._tells_json:
            known = {name: fact for name, fact in facts.items() if fact is not None}
            text = json.dumps({"event": event, "text": text, **known}, ensure_ascii=False)
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def _progress_text(progress: BuildProgress) -> str:
    if progress.note:
        return progress.note
    if progress.stage is BuildStage.FINDING:
        share = (
            ""
            if progress.share is None
            else tr(" ({share} of the span)", share=percent(progress.share))
        )
        return tr(
            "Finding: {done} legs with a code{share}", done=number(progress.done), share=share
        )
    share = f"{progress.done / progress.total:.0%}" if progress.total else ""
    return tr(
        "Learning: {done} of {total} legs ({share}){left}",
        done=number(progress.done),
        total=number(progress.total),
        share=share,
        left=_left(progress),
    )


def _left(progress: BuildProgress) -> str:
    if not progress.left_s:
        return ""
    minutes = progress.left_s / 60
    return (
        tr(", about {minutes} min left", minutes=number(minutes))
        if minutes >= 1
        else tr(", less than a minute left")
    )


def _left_out_text(counts: Mapping[LessonOutcome, int], unfit: Mapping[UnfitReason, int]) -> str:
    reasons = [(word, counts.get(fate, 0)) for fate, word in _FATES.items()]
    reasons += [(mark("more than the most wanted"), counts.get(LessonOutcome.NOT_DRAWN, 0))]
    reasons += [(tr_marked(reason.value), count) for reason, count in unfit.items()]
    told = [f"{number(count)} ({tr_marked(word)})" for word, count in reasons if count]
    return (
        tr("Left out: {reasons}.", reasons=", ".join(told)) if told else tr("No leg was left out.")
    )


def _queue_text(name: str, queue: SuggestionReport) -> str:
    text = tr(
        "  {name}: the first suggestion was right in {top_share} of the last"
        " {legs} legs, before each was learnt",
        name=name,
        top_share=percent(queue.top_share),
        legs=number(queue.legs),
    )
    if queue.precision is None:
        return tr("{text}; too early to send codes automatically", text=text)
    return tr(
        "{text}; would send {coverage} automatically, right in {precision} of them",
        text=text,
        coverage=percent(queue.coverage),
        precision=percent(queue.precision, 1),
    )
