"""Words everything the window says that depends on the state of an interaction."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Joined, Leg, Media, Phase
from wrapup_desk.domain.language.conventions import clock, listed, number, percent
from wrapup_desk.domain.language.texts import apart, fill, tr, tr_marked, tr_n
from wrapup_desk.domain.modes import HiddenReason, ScheduledSubmit
from wrapup_desk.domain.outside_text import without_traces
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.suggestion import Source
from wrapup_desk.domain.wrapup import Decider
from wrapup_desk.domain.wrapup_duty import owes_code
from wrapup_desk.ui.card.appearance import CardState

SEPARATOR = " · "


def quoted(text: str) -> str:
    """Return *text* in the language's quotation marks."""
    return tr("“{text}”", text=text)


def clock_text(span: timedelta) -> str:
    """Return a span as 6:42 or 1:02:10."""
    seconds = max(0, int(span.total_seconds()))
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def left_text(seconds: int) -> str:
    """Return what is left of a countdown: 56 s, or 9:56 as its ring has it."""
    if seconds > 99:
        return clock_text(timedelta(seconds=seconds))
    return tr("{count} s", count=seconds)


def percent_text(probability: float) -> str:
    """Return a probability in whole percent; certainty is never claimed."""
    return percent(min(0.99, max(0.01, probability)))


def customer_text(leg: Leg) -> str:
    """Return whom the agent talks to.

    Names are never kept: of what an earlier run left, queue and time tell which one it was.
    """
    name, ended_at = leg.customer_name.strip(), leg.disconnected_at
    if name or ended_at is None or leg.phase is Phase.AFTER_CALL:
        return name or tr("Unknown customer")
    return SEPARATOR.join(part for part in (leg.queue_name, clock(ended_at.astimezone())) if part)


def name_text(leg: Leg) -> str:
    """Return whom the agent talks to, for a label: each name is drawn in its own direction."""
    return apart(customer_text(leg))


def medium_text(media: Media) -> str:
    """Return the medium, whichever way it went."""
    return {
        Media.CALL: tr("call"),
        Media.CALLBACK: tr("callback"),
        Media.MESSAGE: tr("message"),
        Media.EMAIL: tr("email"),
        Media.VIDEO: tr("video call"),
        Media.SOCIAL: tr("social post"),
        Media.COBROWSE: tr("co-browsing"),
        Media.SCREENSHARE: tr("screen share"),
        Media.CHAT: tr("web chat"),
    }[media]


def media_text(leg: Leg) -> str:
    """Return the medium with its direction where that says something."""
    directed = {
        (Media.CALL, "inbound"): tr("inbound call"),
        (Media.CALL, "outbound"): tr("outbound call"),
        (Media.EMAIL, "outbound"): tr("outbound email"),
        (Media.MESSAGE, "outbound"): tr("outbound message"),
    }
    return directed.get((leg.media, leg.direction)) or medium_text(leg.media)


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
        CardState.RINGING: tr("ringing"),
        CardState.HELD: (tr("parked") if leg.is_parked else tr("on hold")),
        CardState.MISSED: tr("not answered in time"),
    }
    joined = _joined_text(leg.joined) if leg.joined is not None else ""
    said = (leg.queue_name, doing.get(state, media_text(leg)), joined, *_parts_texts(leg))
    is_live = state in (CardState.LIVE, CardState.HELD)
    due = "" if not is_live or owes_code(leg) else tr("no code needed")
    return SEPARATOR.join(part for part in (*said, due) if part)


def _joined_text(joined: Joined) -> str:
    """Return how the agent came to be on somebody else's interaction."""
    return {
        Joined.MONITORING: tr("monitoring"),
        Joined.COACHING: tr("coaching"),
        Joined.BARGED_IN: tr("barged in"),
    }[joined]


def _parts_texts(leg: Leg) -> tuple[str, str]:
    """Return what a leg of several communications consists of: failed attempts, other calls."""
    failed = sum(part.is_over and not part.was_connected for part in leg.parts)
    further = sum(part.was_connected and not part.is_main for part in leg.parts)
    attempts = tr_n("1 failed attempt", "{count} failed attempts", failed) if failed else ""
    if not further:
        return attempts, ""
    if leg.media is Media.CALLBACK:
        return attempts, tr("with its call")
    return attempts, tr("with a consult")


def talk_time(leg: Leg, now: datetime) -> timedelta | None:
    """Return how long the customer was or is on the line."""
    if leg.connected_at is None:
        return None
    return (leg.disconnected_at or now) - leg.connected_at


def leading_text(card: InteractionCard) -> str:
    """Return the one line of a card that is not expanded."""
    if card.selected_code is not None:
        return tr("Selected, not sent: {code}", code=card.selected_code.name)
    first = card.ranking.first
    if first is None or not card.ranking.is_clear:
        return unclear_text(card)
    wordings = {
        Source.BACKEND: tr("Proposed by your company's system: {code}"),
        Source.COPILOT: tr("Predicted by Genesys Copilot: {code}"),
    }
    leading = tr("Leading: {code}")
    return fill(wordings.get(first.source, leading), code=first.code.name)


def unclear_text(card: InteractionCard) -> str:
    """Return what stands where a clear suggestion would."""
    if card.codes_problem:
        return without_traces(tr_marked(card.codes_problem))
    if not card.codes:
        return tr("Loading the codes of this queue …")
    if card.hidden_reason is HiddenReason.BLIND:
        return tr("This time without suggestions, to measure how good they are")
    if card.hidden_reason is not HiddenReason.NONE:
        return tr("No code chosen yet")
    if card.leg.phase.is_live:
        return tr("Listening … no clear suggestion yet")
    return tr("No clear suggestion")


def plan_text(card: InteractionCard, plan: ScheduledSubmit, now: datetime) -> str:
    """Return what the program will do by itself, and when."""
    first = card.ranking.first
    is_first = first is not None and first.code.id == plan.code.id
    span = left_text(seconds_up((plan.at - now).total_seconds()))
    deadline_at = card.leg.deadline_at
    if plan.decider is Decider.AGENT:
        text = tr("Sends {code} in {span}")
        return fill(text, code=quoted(plan.code.name), span=span)
    if plan.decider is Decider.GUARD and deadline_at is not None:
        left = seconds_up((deadline_at - plan.at).total_seconds())
        if is_first:
            return tr("Guard: sends the first code with {left} s left", left=left)
        text = tr("Guard: sends {code} with {left} s left")
        return fill(text, code=quoted(plan.code.name), left=left)
    if is_first:
        return tr("Submits automatically in {span}", span=span)
    text = tr("Submits {code} automatically in {span}")
    return fill(text, code=quoted(plan.code.name), span=span)


def hold_text(plan: ScheduledSubmit) -> str:
    """Return what Esc does to what would go out by itself."""
    if plan.decider is Decider.AGENT:
        return tr("Keep it")
    return tr("Hold")


def held_text(card: InteractionCard) -> str:
    """Return what stands where the countdown would, once the agent stopped it."""
    if card.keeps_selection:
        return tr("Kept. Only you send it now.")
    return tr("Held. Nothing is sent automatically.")


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
        return tr("coded")
    if ended_at is None or done_at < ended_at:
        return tr("coded before the end")
    seconds = (done_at - ended_at).total_seconds()
    span = (
        tr("{seconds} s", seconds=number(seconds, 1))
        if seconds < 60
        else clock_text(done_at - ended_at)
    )
    if media in (Media.CALL, Media.CALLBACK, Media.VIDEO):
        return tr("coded {span} after hang-up", span=span)
    return tr("coded {span} after it ended", span=span)


def _by(decider: Decider, when: str) -> str:
    wordings = {
        Decider.GUARD: tr("{when}, by the guard"),
        Decider.AUTO: tr("{when}, automatically"),
        Decider.EARLY: tr("{when}, automatically"),
        Decider.BACKEND: tr("{when}, by your company's system"),
        Decider.SUPERVISOR: tr("{when}, by your supervisor"),
    }
    return fill(wordings.get(decider, "{when}"), when=when)


def outcome_text(card: InteractionCard, state: CardState) -> str:
    """Return the line under the customer's name once there is a result or a wait for one."""
    submission = card.submission
    if state is CardState.CHANGED:
        return _changed_text(card)
    if state is CardState.NOTHING_DUE:
        return SEPARATOR.join((place_text(card.leg, state), tr("no code needed")))
    if state is CardState.NO_CODE or (state is CardState.TOO_LATE and submission is None):
        return tr("Completed before a code was set")
    if submission is None:
        return place_text(card.leg, state)
    name = submission.decision.all_topics
    if state is CardState.CODED:
        return name + SEPARATOR + coded_text(submission, card.leg)
    if state is CardState.REFUSED:
        return _refused_text(submission, is_code_gone=card.is_code_gone)
    if state is CardState.TOO_LATE:
        return tr("Completed before {code} was set", code=quoted(name))
    return name


def _refused_text(submission: Submission, *, is_code_gone: bool) -> str:
    code = quoted(submission.decision.code.name)
    if is_code_gone:
        text = tr("{code} is no longer a code of this queue. Choose another.")
        return fill(text, code=code)
    reason = _said(submission) or tr("Genesys gave no reason.")
    return tr("{code} was refused. {reason}", code=code, reason=reason)


def _said(submission: Submission) -> str:
    """Return why it failed or waits, without what only support can use."""
    return tr_marked(without_traces(submission.reason))


def _changed_text(card: InteractionCard) -> str:
    if card.code_on_record is None:
        return tr("Another code was chosen in Genesys; it is kept")
    return tr("You chose {code} in Genesys; it is kept", code=quoted(card.code_on_record.name))


def progress_text(card: InteractionCard, state: CardState, now: datetime) -> str:
    """Return what happens to the code right now, or what happens next with the leg."""
    submission = card.submission
    if submission is not None and state in _ON_ITS_WAY:
        return _on_its_way_text(submission, state, now, is_saved=card.is_saved)
    if state in (CardState.TOO_LATE, CardState.NO_CODE):
        return tr("Your supervisor sees it in the list of codes to fix.")
    if state is CardState.REFUSED:
        return tr("Your choice is saved on this PC.") if card.is_saved else ""
    if state in (CardState.CODED, CardState.CHANGED) and card.can_change:
        return _what_next_text(card, now)
    return ""


def _what_next_text(card: InteractionCard, now: datetime) -> str:
    """Return what the agent does after a code, which by itself completes no interaction."""
    if card.leg.phase is not Phase.AFTER_CALL:
        return tr("You can change it until you complete.")
    deadline_at = card.leg.deadline_at
    left = seconds_up((deadline_at - now).total_seconds()) if deadline_at is not None else 0
    if left == 0:
        return tr("Now click Done in Genesys.")
    text = tr("Now click Done in Genesys ({span} left).")
    return fill(text, span=clock_text(timedelta(seconds=left)))


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
        waiting = tr("Accepted, waiting for confirmation")
        return waiting if is_accepted else tr("Saved on this PC, submitting …")
    accepted = tr("Accepted, not confirmed yet")
    return accepted if is_accepted else tr("Submitting …")


def _sending_text(submission: Submission, now: datetime, *, is_saved: bool) -> str:
    if reason := _said(submission):
        return tr("Sending … {reason}", reason=reason)
    count = 0
    if submission.not_before_at is not None:
        count = seconds_up((submission.not_before_at - now).total_seconds())
    if count == 0:
        return tr("Sending …")
    if is_saved:
        return tr("Saved. Sending in {count} s", count=count)
    return tr("Sending in {count} s", count=count)


def _saved_text(submission: Submission) -> str:
    if reason := _said(submission):
        return tr("Saved on this PC. {reason}", reason=reason)
    return tr("Saved on this PC, will be sent automatically")


def card_name(card: InteractionCard, word: str, state: CardState) -> str:
    """Return what a screen reader says of a whole card; times are announced apart."""
    parts = [customer_text(card.leg), word, card.leg.queue_name, media_text(card.leg)]
    if card.needs_a_code and card.leg.phase is not Phase.ALERTING:
        parts.append(leading_text(card))
    elif not state.is_open or card.submission is not None:
        parts.append(outcome_text(card, state))
    return listed(part for part in parts if part)
