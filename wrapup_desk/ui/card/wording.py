"""Words everything the window says that depends on the state of an interaction."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Joined, Leg, Media, Phase
from wrapup_desk.domain.modes import HiddenReason, ScheduledSubmit
from wrapup_desk.domain.outside_text import without_traces
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.suggestion import Evidence, EvidenceKind, Source, Suggestion
from wrapup_desk.domain.wrapup import Decider
from wrapup_desk.domain.wrapup_duty import owes_code
from wrapup_desk.ui.card.appearance import CardState, Option

translate = QCoreApplication.translate

SEPARATOR = " · "


def quoted(text: str) -> str:
    """Return *text* in the language's quotation marks."""
    return translate("Card", "“{text}”").format(text=text)


def clock_text(span: timedelta) -> str:
    """Return a span as 6:42 or 1:02:10."""
    seconds = max(0, int(span.total_seconds()))
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def percent_text(probability: float) -> str:
    """Return a probability in whole percent; certainty is never claimed."""
    return f"{min(99, max(1, round(probability * 100)))}%"


def customer_text(leg: Leg) -> str:
    """Return whom the agent talks to."""
    return leg.customer_name.strip() or translate("Card", "Unknown customer")


def media_text(leg: Leg) -> str:
    """Return the medium with its direction where that says something."""
    directed = {
        (Media.CALL, "inbound"): translate("Card", "inbound call"),
        (Media.CALL, "outbound"): translate("Card", "outbound call"),
        (Media.EMAIL, "outbound"): translate("Card", "outbound email"),
        (Media.MESSAGE, "outbound"): translate("Card", "outbound message"),
    }
    plain = {
        Media.CALL: translate("Card", "call"),
        Media.CALLBACK: translate("Card", "callback"),
        Media.MESSAGE: translate("Card", "message"),
        Media.EMAIL: translate("Card", "email"),
        Media.VIDEO: translate("Card", "video call"),
        Media.SOCIAL: translate("Card", "social post"),
        Media.COBROWSE: translate("Card", "co-browsing"),
        Media.SCREENSHARE: translate("Card", "screen share"),
        Media.CHAT: translate("Card", "web chat"),
    }
    return directed.get((leg.media, leg.direction), plain[leg.media])


MEDIA_ICONS = {
    Media.CALL: "phone",
    Media.CALLBACK: "phone-forwarded",
    Media.MESSAGE: "message-circle",
    Media.EMAIL: "mail",
    Media.VIDEO: "video",
    Media.SOCIAL: "globe",
    Media.COBROWSE: "monitor",
    Media.SCREENSHARE: "monitor",
    Media.CHAT: "message-circle",
}


def place_text(leg: Leg, state: CardState) -> str:
    """Return the line under the customer's name: queue, and what happens there."""
    doing = {
        CardState.RINGING: translate("Card", "ringing"),
        CardState.HELD: (
            translate("Card", "parked") if leg.is_parked else translate("Card", "on hold")
        ),
        CardState.MISSED: translate("Card", "not answered in time"),
    }
    joined = _joined_text(leg.joined) if leg.joined is not None else ""
    said = (leg.queue_name, doing.get(state, media_text(leg)), joined, *_parts_texts(leg))
    is_live = state in (CardState.LIVE, CardState.HELD)
    due = "" if not is_live or owes_code(leg) else translate("Card", "no code needed")
    return SEPARATOR.join(part for part in (*said, due) if part)


def _joined_text(joined: Joined) -> str:
    """Return how the agent came to be on somebody else's interaction."""
    return {
        Joined.MONITORING: translate("Card", "monitoring"),
        Joined.COACHING: translate("Card", "coaching"),
        Joined.BARGED_IN: translate("Card", "barged in"),
    }[joined]


def _parts_texts(leg: Leg) -> tuple[str, str]:
    """Return what a leg of several communications consists of: failed attempts, other calls."""
    failed = sum(part.is_over and not part.was_connected for part in leg.parts)
    further = sum(part.was_connected and not part.is_main for part in leg.parts)
    attempts = {
        0: "",
        1: translate("Card", "1 failed attempt"),
    }.get(failed, translate("Card", "{count} failed attempts").format(count=failed))
    if not further:
        return attempts, ""
    if leg.media is Media.CALLBACK:
        return attempts, translate("Card", "with its call")
    return attempts, translate("Card", "with a consult")


def talk_time(leg: Leg, now: datetime) -> timedelta | None:
    """Return how long the customer was or is on the line."""
    if leg.connected_at is None:
        return None
    return (leg.disconnected_at or now) - leg.connected_at


def evidence_text(option: Option) -> str:
    """Return the one line that says why a code is offered."""
    suggestion = option.suggestion
    if option.is_present_code:
        return translate("Card", "Chosen before")
    if suggestion is None:
        return uses_text(option.uses_today)
    origin = _origin(suggestion)
    parts = [_evidence(each) for each in suggestion.evidence]
    return SEPARATOR.join(part for part in dict.fromkeys([origin, *parts]) if part)


def _origin(suggestion: Suggestion) -> str:
    return {
        Source.BACKEND: translate("Card", "Proposed by your backend"),
        Source.COPILOT: translate("Card", "Predicted by Genesys Copilot"),
        Source.HISTORY: translate("Card", "One of your recent codes"),
    }.get(suggestion.source, "")


def _evidence(evidence: Evidence) -> str:
    text = evidence.text
    similar = translate("Card", "like {what}") if text else translate("Card", "close in meaning")
    wordings = {
        EvidenceKind.HEARD: quoted(text),
        EvidenceKind.NAME: quoted(text),
        EvidenceKind.QUEUE: translate("Card", "{queue} queue").format(queue=text),
        # A skill is known by its id, which says nothing to an agent.
        EvidenceKind.FACT: "" if text.startswith("skill: ") else text,
        EvidenceKind.SIMILAR: similar.format(what=text),
        EvidenceKind.RECENT: translate("Card", "one of your recent codes"),
        EvidenceKind.COPILOT: translate("Card", "Predicted by Genesys Copilot"),
        EvidenceKind.BACKEND: translate("Card", "Proposed by your backend"),
        EvidenceKind.CONTRADICTED: translate(
            "Card", "suggested, not sent: you chose otherwise {n} times"
        ).format(n=text),
    }
    return wordings[evidence.kind] if text or evidence.kind not in _NEED_TEXT else ""


_NEED_TEXT = (EvidenceKind.HEARD, EvidenceKind.NAME, EvidenceKind.QUEUE, EvidenceKind.FACT)


def uses_text(count: int) -> str:
    """Return how often a code was used today; nothing when it was not."""
    if count <= 1:
        return translate("Card", "used once today") if count == 1 else ""
    return translate("Card", "used {count} times today").format(count=count)


def option_name(option: Option, key: int) -> str:
    """Return what a screen reader says of a row."""
    parts = [f"{key}", option.code.name]
    if option.suggestion is not None:
        likely = translate("Card", "{percent} likely")
        parts.append(likely.format(percent=percent_text(option.suggestion.probability)))
    parts.append(evidence_text(option))
    return ", ".join(part for part in parts if part)


def leading_text(card: InteractionCard) -> str:
    """Return the one line of a card that is not expanded."""
    if card.selected_code is not None:
        return translate("Card", "Selected, not sent: {code}").format(code=card.selected_code.name)
    first = card.ranking.first
    if first is None or not card.ranking.is_clear:
        return unclear_text(card)
    wordings = {
        Source.BACKEND: translate("Card", "Proposed by your backend: {code}"),
        Source.COPILOT: translate("Card", "Predicted by Genesys Copilot: {code}"),
    }
    leading = translate("Card", "Leading: {code}")
    return wordings.get(first.source, leading).format(code=first.code.name)


def unclear_text(card: InteractionCard) -> str:
    """Return what stands where a clear suggestion would."""
    if card.codes_problem:
        return without_traces(card.codes_problem)
    if not card.codes:
        return translate("Card", "Loading the codes of this queue …")
    if card.hidden_reason is HiddenReason.BLIND:
        return translate("Card", "This time without suggestions, to measure how good they are")
    if card.hidden_reason is not HiddenReason.NONE:
        return translate("Card", "No code chosen yet")
    if card.leg.phase.is_live:
        return translate("Card", "Listening … no clear suggestion yet")
    return translate("Card", "No clear suggestion")


def plan_text(card: InteractionCard, plan: ScheduledSubmit, now: datetime) -> str:
    """Return what the program will do by itself, counted in seconds."""
    first = card.ranking.first
    is_first = first is not None and first.code.id == plan.code.id
    seconds = seconds_up((plan.at - now).total_seconds())
    deadline_at = card.leg.deadline_at
    if plan.decider is Decider.AGENT:
        text = translate("Card", "Sends {code} in {count} s")
        return text.format(code=quoted(plan.code.name), count=seconds)
    if plan.decider is Decider.GUARD and deadline_at is not None:
        left = seconds_up((deadline_at - plan.at).total_seconds())
        if is_first:
            return translate("Card", "Guard: sends the first code with {left} s left").format(
                left=left
            )
        text = translate("Card", "Guard: sends {code} with {left} s left")
        return text.format(code=quoted(plan.code.name), left=left)
    if is_first:
        return translate("Card", "Submits automatically in {count} s").format(count=seconds)
    text = translate("Card", "Submits {code} automatically in {count} s")
    return text.format(code=quoted(plan.code.name), count=seconds)


def hold_text(plan: ScheduledSubmit) -> str:
    """Return what Esc does to what would go out by itself."""
    if plan.decider is Decider.AGENT:
        return translate("Card", "Keep it")
    return translate("Card", "Hold")


def held_text(card: InteractionCard) -> str:
    """Return what stands where the countdown would, once the agent stopped it."""
    if card.keeps_selection:
        return translate("Card", "Kept. Only you send it now.")
    return translate("Card", "Held. Nothing is sent automatically.")


def seconds_up(seconds: float) -> int:
    """Return whole seconds as a countdown shows them: 0 only when it is over."""
    return max(0, math.ceil(seconds - 0.001))


def coded_text(submission: Submission, leg: Leg | None = None) -> str:
    """Return when and by whom the code was set, relative to the end of the conversation."""
    done_at = submission.confirmed_at or submission.accepted_at
    ended_at = submission.hung_up_at or (leg.disconnected_at if leg is not None else None)
    return _by(submission.decision.decider, _when(done_at, ended_at, submission.media))


def _when(done_at: datetime | None, ended_at: datetime | None, media: Media) -> str:
    if done_at is None:
        return translate("Card", "coded")
    if ended_at is None or done_at < ended_at:
        return translate("Card", "coded before the end")
    seconds = (done_at - ended_at).total_seconds()
    span = f"{seconds:.1f} s" if seconds < 60 else clock_text(done_at - ended_at)
    if media in (Media.CALL, Media.CALLBACK, Media.VIDEO):
        return translate("Card", "coded {span} after hang-up").format(span=span)
    return translate("Card", "coded {span} after it ended").format(span=span)


def _by(decider: Decider, when: str) -> str:
    wordings = {
        Decider.GUARD: translate("Card", "{when}, by the guard"),
        Decider.AUTO: translate("Card", "{when}, automatically"),
        Decider.EARLY: translate("Card", "{when}, automatically"),
        Decider.BACKEND: translate("Card", "{when}, from your backend"),
        Decider.SUPERVISOR: translate("Card", "{when}, by your supervisor"),
    }
    return wordings.get(decider, "{when}").format(when=when)


def outcome_text(card: InteractionCard, state: CardState) -> str:
    """Return the line under the customer's name once there is a result or a wait for one."""
    submission = card.submission
    if state is CardState.CHANGED:
        return _changed_text(card)
    if state is CardState.NOTHING_DUE:
        return SEPARATOR.join((place_text(card.leg, state), translate("Card", "no code needed")))
    if state is CardState.NO_CODE or (state is CardState.TOO_LATE and submission is None):
        return translate("Card", "Completed before a code was set")
    if submission is None:
        return place_text(card.leg, state)
    name = submission.decision.code.name
    if state is CardState.CODED:
        return name + SEPARATOR + coded_text(submission, card.leg)
    if state is CardState.REFUSED:
        return _refused_text(submission, is_code_gone=card.is_code_gone)
    if state is CardState.TOO_LATE:
        return translate("Card", "Completed before {code} was set").format(code=quoted(name))
    return name


def _refused_text(submission: Submission, *, is_code_gone: bool) -> str:
    code = quoted(submission.decision.code.name)
    if is_code_gone:
        text = translate("Card", "{code} is no longer a code of this queue. Choose another.")
        return text.format(code=code)
    reason = without_traces(submission.reason) or translate("Card", "no reason was given")
    return translate("Card", "Genesys refused {code}: {reason}").format(code=code, reason=reason)


def _changed_text(card: InteractionCard) -> str:
    if card.code_on_record is None:
        return translate("Card", "Another code was chosen in Genesys; it is kept")
    return translate("Card", "You chose {code} in Genesys; it is kept").format(
        code=quoted(card.code_on_record.name)
    )


def progress_text(card: InteractionCard, state: CardState, now: datetime) -> str:
    """Return what happens to the code right now, or what happens next with the leg."""
    submission = card.submission
    if submission is not None and state in _ON_ITS_WAY:
        return _on_its_way_text(submission, state, now, is_saved=card.is_saved)
    if state in (CardState.TOO_LATE, CardState.NO_CODE):
        return translate("Card", "Your supervisor sees it in the list of codes to fix.")
    if state is CardState.REFUSED:
        return translate("Card", "Your choice is saved on this PC.") if card.is_saved else ""
    if state in (CardState.CODED, CardState.CHANGED) and card.can_change:
        return _what_next_text(card, now)
    return ""


def _what_next_text(card: InteractionCard, now: datetime) -> str:
    """Return what the agent does after a code, which by itself completes no interaction."""
    if card.leg.phase is not Phase.AFTER_CALL:
        return translate("Card", "You can change it until you complete.")
    deadline_at = card.leg.deadline_at
    left = seconds_up((deadline_at - now).total_seconds()) if deadline_at is not None else 0
    if left == 0:
        return translate("Card", "Now click Done in Genesys.")
    text = translate("Card", "Now click Done in Genesys ({span} left).")
    return text.format(span=clock_text(timedelta(seconds=left)))


_ON_ITS_WAY = (CardState.SENDING, CardState.SAVED, CardState.SUBMITTING)


def _on_its_way_text(
    submission: Submission, state: CardState, now: datetime, *, is_saved: bool
) -> str:
    """Return how far a code has come; "saved" only where the disk has it."""
    if state is CardState.SENDING:
        return _sending_text(submission, now, is_saved=is_saved)
    if state is CardState.SAVED:
        return _saved_text(submission)
    is_accepted = submission.state is SubmissionState.ACCEPTED
    if is_saved:
        waiting = translate("Card", "Accepted, waiting for confirmation")
        return waiting if is_accepted else translate("Card", "Saved on this PC, submitting …")
    accepted = translate("Card", "Accepted, not confirmed yet")
    return accepted if is_accepted else translate("Card", "Submitting …")


def _sending_text(submission: Submission, now: datetime, *, is_saved: bool) -> str:
    if reason := without_traces(submission.reason):
        return translate("Card", "Sending … {reason}").format(reason=reason)
    count = 0
    if submission.not_before_at is not None:
        count = seconds_up((submission.not_before_at - now).total_seconds())
    if count == 0:
        return translate("Card", "Sending …")
    if is_saved:
        return translate("Card", "Saved. Sending in {count} s").format(count=count)
    return translate("Card", "Sending in {count} s").format(count=count)


def _saved_text(submission: Submission) -> str:
    if reason := without_traces(submission.reason):
        return translate("Card", "Saved on this PC. {reason}").format(reason=reason)
    return translate("Card", "Saved on this PC, will be sent automatically")


def card_name(card: InteractionCard, word: str, state: CardState) -> str:
    """Return what a screen reader says of a whole card; times are announced apart."""
    parts = [customer_text(card.leg), word, card.leg.queue_name, media_text(card.leg)]
    if card.needs_a_code and card.leg.phase is not Phase.ALERTING:
        parts.append(leading_text(card))
    elif not state.is_open or card.submission is not None:
        parts.append(outcome_text(card, state))
    return ", ".join(part for part in parts if part)
