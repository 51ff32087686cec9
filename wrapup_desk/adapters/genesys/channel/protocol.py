"""Decides, without any I/O, how the notification channel is kept alive.

Feed it what happened and the monotonic time; take what to do next from `take`. The thin loop in
`driver.py` does those things and nothing else. The figures are those of Genesys' own streaming
client, with jitter added, because a whole shift starts and loses its network together.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from datetime import timedelta
from random import Random

from wrapup_desk.adapters.genesys.channel import timing
from wrapup_desk.adapters.genesys.channel.actions import (
    Action,
    CreateChannel,
    DropSocket,
    KnownChannel,
    Lost,
    OpenSocket,
    PutTopics,
    ReadSnapshot,
    SendText,
    TopicRefused,
    TopicState,
)
from wrapup_desk.adapters.genesys.channel.frames import (
    ChannelLost,
    Notification,
    SocketClosing,
    SubscribeReply,
    read_frame,
    subscribe_message,
)
from wrapup_desk.adapters.genesys.channel.topics import kind_of
from wrapup_desk.domain.language.texts import tr, tr_marked

PING = '{"message":"ping"}'


class ChannelPhase(enum.Enum):
    """What the stream is doing."""

    OFF = enum.auto()
    CREATING = enum.auto()
    CONNECTING = enum.auto()
    SUBSCRIBING = enum.auto()
    READING_SNAPSHOT = enum.auto()
    LIVE = enum.auto()
    WAITING = enum.auto()


class ChannelProtocol:
    """The life of the stream from sign-in to sign-out, over many channels and sockets."""

    def __init__(self, base_topics: Sequence[str], random: Random) -> None:
        self.phase = ChannelPhase.OFF
        # Counts the attempts: what an earlier one still reports is ignored by the loop.
        self.generation = 0
        self._random = random
        self._base = tuple(base_topics)
        self._extra: tuple[str, ...] = ()
        self._refused_kinds: set[str] = set()
        self._subscribed: frozenset[str] = frozenset()
        self._channel: KnownChannel | None = None
        self._uses = 0
        self._vain_openings = 0
        self._failures = 0
        self._gone_at_s: float | None = None
        self._missed_pings = 0
        self._last_frame_s = 0.0
        self._last_ping_s = 0.0
        self._doubted_s = 0.0
        self._is_told_to_wait = False
        # Named moments at which `tick` has something to do.
        self._due_s: dict[str, float] = {}
        self._reply_awaited = ""
        self._subscribes_sent = 0
        self._has_missed = False
        self._next_reread_s = 0.0
        self._actions: list[Action] = []

    @property
    def next_due_s(self) -> float | None:
        """The monotonic time `tick` is next needed at."""
        return min(self._due_s.values(), default=None)

    def take(self) -> list[Action]:
        """Return what is to be done and told since the last call, in order."""
        actions, self._actions = self._actions, []
        return actions

    def start(self, now_s: float) -> None:
        """Begin to open the stream, on the known channel if that may still be good."""
        self.generation += 1
        if self._channel is None or self._uses >= timing.MOST_USES_OF_A_CHANNEL:
            self._channel = None
            self._enter(ChannelPhase.CREATING, now_s, timing.STEP_TIMEOUT_S, CreateChannel())
        else:
            self._open(self._channel, now_s)

    def stop(self) -> None:
        """Forget everything but the topics: the sign-in ended."""
        self._channel = None
        self._failures = 0
        self._refused_kinds.clear()
        self._leave(ChannelPhase.OFF)

    def want(self, topics: Iterable[str], now_s: float) -> None:
        """Follow these topics besides the base ones from now on."""
        self._extra = tuple(dict.fromkeys(topics))
        if self.phase is ChannelPhase.LIVE:
            self._adjust_topics(now_s)

    def channel_created(self, channel_id: str, uri: str, now_s: float) -> None:
        self._channel = KnownChannel(channel_id, uri)
        self._uses = self._vain_openings = 0
        self._open(self._channel, now_s)

    def socket_opened(self, now_s: float) -> None:
        self._uses += 1
        self._vain_openings += 1
        self._last_frame_s = self._last_ping_s = now_s
        self._missed_pings = 0
        self._enter(ChannelPhase.SUBSCRIBING, now_s, timing.STEP_TIMEOUT_S)
        self._watch()
        self._put_topics()

    def topics_put(self, states: Iterable[TopicState], now_s: float) -> None:
        """Note the server's answer to a PUT."""
        for state in states:
            if not state.is_permitted:
                self._refuse(kind_of(state.topic) or state.topic, state.missing_permissions)
        if self.phase is ChannelPhase.SUBSCRIBING:
            self._enter(
                ChannelPhase.READING_SNAPSHOT, now_s, timing.STEP_TIMEOUT_S, ReadSnapshot()
            )
            self._watch()
        self._due_s["renew"] = now_s + timing.RENEW_AFTER_S

    def put_failed(self, reason: str, status: int, retry_after_s: float, now_s: float) -> None:
        """Note that a PUT failed; *status* is 0 when there was no answer."""
        if self.phase is not ChannelPhase.LIVE or status == 404:
            self.failed(
                reason,
                now_s,
                status=status,
                retry_after_s=retry_after_s,
                is_not_permitted=status == 403,
            )
        else:
            self._due_s["put"] = now_s + max(retry_after_s, timing.RETRY_PUT_AFTER_S)

    def snapshot_read(self, now_s: float) -> None:
        """Note that a snapshot was read: the channel is live."""
        self._vain_openings = 0
        self._enter(ChannelPhase.LIVE, now_s, timing.GOOD_AFTER_S, name="good")
        self._due_s["renew"] = now_s + timing.RENEW_AFTER_S
        self._watch()
        self._adjust_topics(now_s)
        if self._has_missed:
            self.missed(now_s)

    def missed(self, now_s: float) -> None:
        """Note that an event could not be read: whatever it told has to be read by REST."""
        self._has_missed = True
        if self.phase is ChannelPhase.LIVE:
            at_s = max(now_s + timing.REREAD_AFTER_S, self._next_reread_s)
            self._due_s.setdefault("reread", at_s)

    def reread_failed(self, retry_after_s: float, now_s: float) -> None:
        """Note that no snapshot could be read while the channel is live."""
        self._next_reread_s = now_s + max(retry_after_s, timing.REREAD_EVERY_S)
        self.missed(now_s)

    def doubt(self, now_s: float) -> None:
        """Note that the network changed: find out at once whether the line is still there."""
        if self._is_open:
            self._last_ping_s = self._doubted_s = now_s
            self._actions.append(SendText(PING))
            self._due_s["doubt"] = now_s + timing.DOUBT_ENDS_AFTER_S
        else:
            self.is_reachable_again(now_s)  # what was waited out may have been the old network

    def is_reachable_again(self, now_s: float) -> None:
        """Note that Genesys answers requests again: the rest of a long pause is not waited out."""
        if self.phase is ChannelPhase.WAITING and not self._is_told_to_wait:
            self._due_s["retry"] = min(self._due_s["retry"], now_s + timing.FIRST_BACK_OFF_S)

    def failed(
        self,
        reason: str,
        now_s: float,
        *,
        status: int = 0,
        retry_after_s: float = 0.0,
        is_not_permitted: bool = False,
    ) -> None:
        """Note that a step failed or the socket closed; *reason* is fit for a person.

        A handshake or PUT refused with 4xx other than 408 and 429 means the channel is gone.
        """
        is_refused = 400 <= status < 500 and status not in (408, 429)
        self._back_off(
            reason,
            now_s,
            retry_after_s,
            needs_channel=is_refused,
            is_gone=status == 404,
            is_not_permitted=is_not_permitted,
        )

    def frame(self, text: str | bytes, now_s: float) -> Notification | None:
        """Read one frame and return the event in it, if it has one.

        Raises:
            WireError: it cannot be read; the connection is still alive.
        """
        self._last_frame_s = now_s
        self._missed_pings = 0
        if self._is_open:
            self._watch()
        frame = read_frame(text)
        if isinstance(frame, Notification):
            return frame
        if isinstance(frame, SubscribeReply):
            self._subscribe_replied(frame, now_s)
        elif isinstance(frame, SocketClosing):
            # Planned by the server: the next socket opens at once, the snapshot closes the gap.
            self._leave(ChannelPhase.WAITING)
            self.start(now_s)
        elif isinstance(frame, ChannelLost):
            # With back-off: two programs of one agent could push each other out for ever.
            reason = tr("Genesys ended the subscription.")
            is_gone = frame.reason == "no_longer_subscribed"
            self._back_off(reason, now_s, needs_channel=True, is_gone=is_gone)
        # Heartbeats, pongs and frames we do not know are signs of life, no more.
        return None

    def tick(self, now_s: float) -> None:
        """Do what is due by *now_s*; harmless at any time."""
        due = [name for name, at_s in self._due_s.items() if at_s <= now_s]
        for name in due:
            if name in self._due_s and self._due_s[name] <= now_s:
                del self._due_s[name]
                self._do_due(name, now_s)

    @property
    def _is_open(self) -> bool:
        return self.phase in (
            ChannelPhase.SUBSCRIBING,
            ChannelPhase.READING_SNAPSHOT,
            ChannelPhase.LIVE,
        )

    def _do_due(self, name: str, now_s: float) -> None:
        if name == "retry":
            self.start(now_s)
        elif name == "step":
            self._back_off(tr("Genesys did not answer in time."), now_s)
        elif name == "silence":
            self._check_silence(now_s)
        elif name == "doubt":
            self._end_doubt(now_s)
        elif name == "good":
            self._failures = 0
        elif name == "reread":
            self._has_missed = False
            self._next_reread_s = now_s + timing.REREAD_EVERY_S
            self._actions.append(ReadSnapshot())
        elif name == "reply":
            self._reply_awaited = ""
            self._put_topics()
        else:  # "put", "renew"
            self._put_topics()

    def _end_doubt(self, now_s: float) -> None:
        if self._last_frame_s < self._doubted_s:
            self._back_off(tr("The network changed."), now_s)

    def _check_silence(self, now_s: float) -> None:
        silent_s = now_s - self._last_frame_s
        is_ping_due = now_s - max(self._last_ping_s, self._last_frame_s) >= timing.PING_EVERY_S
        is_dead = is_ping_due and self._missed_pings >= timing.MISSED_PINGS_ARE_DEATH
        if silent_s >= timing.SILENCE_IS_DEATH_S or is_dead:
            self._back_off(tr("The connection went silent."), now_s)
            return
        if is_ping_due:
            self._missed_pings += 1
            self._last_ping_s = now_s
            self._actions.append(SendText(PING))
        self._watch()

    def _watch(self) -> None:
        next_ping_s = max(self._last_ping_s, self._last_frame_s) + timing.PING_EVERY_S
        self._due_s["silence"] = min(next_ping_s, self._last_frame_s + timing.SILENCE_IS_DEATH_S)

    def _open(self, channel: KnownChannel, now_s: float) -> None:
        timeout_s = timing.CONNECT_TIMEOUT_S
        self._enter(ChannelPhase.CONNECTING, now_s, timeout_s, OpenSocket(channel.uri))

    def _enter(
        self,
        phase: ChannelPhase,
        now_s: float,
        timeout_s: float,
        action: Action | None = None,
        name: str = "step",
    ) -> None:
        self.phase = phase
        self._due_s = {name: now_s + timeout_s}
        if action is not None:
            self._actions.append(action)

    def _leave(self, phase: ChannelPhase) -> None:
        self.phase = phase
        self.generation += 1
        self._due_s = {}
        self._subscribed = frozenset()
        self._reply_awaited = ""
        # What the attempt given up still wanted done must not reach the next one.
        self._actions = [each for each in self._actions if isinstance(each, Lost | TopicRefused)]
        self._actions.append(DropSocket())

    def _back_off(
        self,
        reason: str,
        now_s: float,
        retry_after_s: float = 0.0,
        *,
        needs_channel: bool = False,
        is_gone: bool = False,
        is_not_permitted: bool = False,
    ) -> None:
        if self.phase in (ChannelPhase.OFF, ChannelPhase.WAITING):
            return
        is_pushed_out = is_gone and self._was_gone_lately(now_s)
        if needs_channel or self._vain_openings >= timing.MOST_VAIN_OPENINGS:
            self._channel = None
        self._failures += 1
        delay_s = timing.BACKOFF.pause_s(self._failures, self._random)
        self._is_told_to_wait = retry_after_s > 0
        if retry_after_s > 0:
            # Never before; a little after, so that not everybody comes back together.
            delay_s = retry_after_s + self._random.uniform(0, timing.FIRST_BACK_OFF_S)
        self._leave(ChannelPhase.WAITING)
        self._due_s = {"retry": now_s + delay_s}
        said = tr_marked(timing.PUSHED_OUT) if is_pushed_out else reason
        retry_in = timedelta(seconds=delay_s)
        self._actions.append(Lost(said, retry_in, is_pushed_out, is_not_permitted))

    def _was_gone_lately(self, now_s: float) -> bool:
        """Whether the channel before this one went a short while ago; remembers this one."""
        before_s, self._gone_at_s = self._gone_at_s, now_s
        return before_s is not None and now_s - before_s <= timing.PUSHED_OUT_WITHIN_S

    def _topics(self) -> tuple[str, ...]:
        wanted = (topic for topic in self._extra if kind_of(topic) not in self._refused_kinds)
        return tuple(dict.fromkeys((*self._base, *wanted)))[: timing.MOST_TOPICS]

    def _adjust_topics(self, now_s: float) -> None:
        topics = self._topics()
        if set(topics) - self._subscribed:
            # In-band is faster than REST and costs none of its requests. The whole list is
            # sent, because no document says whether it adds or replaces.
            self._subscribes_sent += 1
            self._reply_awaited = f"subscribe-{self._subscribes_sent}"
            self._subscribed = frozenset(topics)
            self._actions.append(SendText(subscribe_message(topics, self._reply_awaited)))
            self._due_s["reply"] = now_s + timing.SUBSCRIBE_REPLY_TIMEOUT_S
        if self._subscribed - set(topics):
            self._due_s.setdefault("put", now_s + timing.DROP_TOPICS_AFTER_S)

    def _put_topics(self) -> None:
        if self._channel is not None:
            topics = self._topics()
            self._subscribed = frozenset(topics)
            self._due_s.pop("put", None)
            self._actions.append(PutTopics(self._channel.id, topics))

    def _subscribe_replied(self, reply: SubscribeReply, now_s: float) -> None:
        if not self._reply_awaited or reply.correlation_id not in ("", self._reply_awaited):
            return
        self._reply_awaited = ""
        self._due_s.pop("reply", None)
        if reply.result == "404":
            reason = tr("Genesys closed the channel.")
            self._back_off(reason, now_s, needs_channel=True, is_gone=True)
        elif reply.result != "200":
            # A PUT tells which topic was refused, and for want of which permission.
            self._put_topics()

    def _refuse(self, kind: str, missing_permissions: tuple[str, ...]) -> None:
        if kind not in self._refused_kinds:
            self._refused_kinds.add(kind)
            self._actions.append(TopicRefused(kind, missing_permissions))
