"""Everything one running simulator consists of, put together in one place."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from wrapup_desk.simulator.history.history import History, HistoryOptions
from wrapup_desk.simulator.history.store import AnalyticsStore
from wrapup_desk.simulator.platform.channels import Channel, Channels
from wrapup_desk.simulator.platform.connections import Connections
from wrapup_desk.simulator.platform.faults import Faults
from wrapup_desk.simulator.platform.oauth import IssuedToken, OAuth
from wrapup_desk.simulator.platform.rate_limit import RateLimit
from wrapup_desk.simulator.platform.sockets import SocketHub
from wrapup_desk.simulator.wire.fan_out import FanOut
from wrapup_desk.simulator.world.capabilities import Capabilities
from wrapup_desk.simulator.world.contact_centre import SimulatedCentre
from wrapup_desk.simulator.world.organization import Organization, User
from wrapup_desk.simulator.world.timers import Timers
from wrapup_desk.simulator.world.wall_clock import WallClock


@dataclass(frozen=True)
class Options:
    """What the command line settles about the line."""

    round_trip: timedelta = timedelta(0)
    token_life: timedelta = timedelta(days=1)
    heartbeat_seconds: float = 30.0
    extra_redirect_uris: tuple[str, ...] = ()
    speaks_dialect: bool = False
    history: HistoryOptions = field(default_factory=HistoryOptions)


class Simulation:
    """The parts, wired; routes and players reach them here."""

    def __init__(
        self,
        organization: Organization,
        capabilities: Capabilities,
        clock: WallClock,
        options: Options,
    ) -> None:
        self.organization = organization
        self.capabilities = capabilities
        self.clock = clock
        self.options = options
        self.faults = Faults()
        self.connections = Connections()
        self.oauth = OAuth(options.token_life, options.extra_redirect_uris)
        self.rate_limit = RateLimit()
        self.requests = RequestLog()
        self.channels = Channels(capabilities)
        self.centre = SimulatedCentre(organization, capabilities)
        history = History(organization, options.history, clock.now())
        self.analytics = AnalyticsStore(
            history,
            self.centre,
            clock.now,
            by_communication=capabilities.communication_based_acw,
        )
        self.centre.recall = self.analytics.recall
        self.sockets = SocketHub(
            self.channels, clock, self.faults, self.connections, options.heartbeat_seconds
        )
        self.refresh_line()
        self.timers = Timers(self.centre, clock)
        self.centre.listen(FanOut(self.centre, self.sockets.publish, clock.now))
        self.centre.listen(self.timers)
        self.is_finished = False
        self._accepted_codes = 0
        # When the last code accepted for a leg is put on it, by the loop's clock
        self._applied_at_s: dict[str, float] = {}
        # Where the server listens, known once it does
        self.base_url = ""
        self.when_failed: Callable[[BaseException], None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def refresh_line(self) -> None:
        """Take over delays after a capability has changed."""
        one_way = self.options.round_trip / 2
        delay = timedelta(milliseconds=self.capabilities.event_delay_ms)
        self.sockets.event_delay = delay + one_way

    def next_apply_delay_ms(self) -> float:
        """How long the next accepted code takes to be put on its leg, by the seed's next draw."""
        self._accepted_codes += 1
        draw = Random(f"apply {self.capabilities.apply_seed} {self._accepted_codes}")
        jitter_ms = draw.uniform(0, max(0, self.capabilities.apply_jitter_ms))
        return self.capabilities.apply_delay_ms + jitter_ms

    def next_application_s(self, communication_id: str, now_s: float) -> float:
        """When the next accepted code is put on that leg, by the same clock as *now_s*."""
        due_s = now_s + self.next_apply_delay_ms() / 1000
        if self.capabilities.apply_in_order:
            # A little after the one before it: a loop does not keep the order of equal times
            due_s = max(due_s, self._applied_at_s.get(communication_id, 0.0) + 0.0001)
        self._applied_at_s[communication_id] = due_s
        return due_s

    def date_now(self) -> datetime:
        """The time of the Date header."""
        return self.clock.now() + timedelta(seconds=self.capabilities.date_ahead_s)

    def permissions_of(self, user: User | None) -> frozenset[str]:
        """What the user may do; a service client has the supervisor's rights."""
        granted = user.permissions if user else self.organization.supervisor.permissions
        return granted - self.capabilities.listed("denied_permissions")

    def scopes_of(self, token: IssuedToken) -> frozenset[str]:
        listed = self.capabilities.granted_scopes
        if not listed:
            return token.scopes
        return frozenset(name.strip() for name in listed.split(","))

    def user_of(self, token: IssuedToken) -> User | None:
        return self.organization.user(token.user_id) if token.user_id else None

    def permissions_of_channel(self, channel: Channel) -> frozenset[str]:
        return self.permissions_of(self.user_of(channel.token))

    def start(self, work: Coroutine[object, object, None]) -> None:
        """Run *work* beside the server; a failure of it stops the simulator loudly."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        failure = task.exception()
        if failure is not None and self.when_failed is not None:
            self.when_failed(failure)

    async def stop(self) -> None:
        """End everything that still runs beside the server."""
        self.timers.stop()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@dataclass
class RequestLog:
    """How often each route answered with which status."""

    counts: dict[str, Counter[int]] = field(default_factory=dict)

    def count(self, route: str, status: int) -> None:
        self.counts.setdefault(route, Counter())[status] += 1

    def as_json(self) -> dict[str, dict[str, int]]:
        return {
            route: {str(status): count for status, count in sorted(counter.items())}
            for route, counter in sorted(self.counts.items())
        }
