"""What a scripted conversation consists of: who arrives, what is said, how it ends."""

from dataclasses import dataclass, field

from wrapup_desk.simulator.world.media import Medium
from wrapup_desk.simulator.world.organization import Code, Queue, User


@dataclass(frozen=True)
class Say:
    """One turn of the talk."""

    speaker: str
    text: str
    after_s: float


@dataclass(frozen=True)
class PutOnHold:
    """The agent puts the customer on hold."""

    seconds: float
    after_s: float = 1.0


@dataclass(frozen=True)
class Propose:
    """A backend writes participant attributes while the conversation lives."""

    attributes: dict[str, str]
    after_s: float = 0.0


@dataclass(frozen=True)
class Predict:
    """The native Copilot predicts codes: (code, score), best first."""

    text: str
    codes: tuple[tuple[Code, float], ...]
    after_s: float = 0.0


@dataclass(frozen=True)
class Transfer:
    """The agent hands the customer to another agent, with a consult first or blind."""

    to_agent: User
    to_queue: Queue | None
    after_s: float = 1.0
    is_consult: bool = False


Step = Say | PutOnHold | Propose | Predict | Transfer


@dataclass(frozen=True)
class Script:
    """One conversation from the alert to Complete; times are scripted seconds."""

    key: str
    title: str
    medium: Medium
    queue: Queue | None
    steps: tuple[Step, ...]
    agent: User | None = None
    starts_after_s: float = 0.0
    rings_s: float = 2.0
    # Alerts that nobody answers before the one that is
    missed_alerts: int = 0
    customer_name: str = "Mobile Number, Australia"
    customer_address: str = "tel:+61491570006"
    direction: str = "inbound"
    subject: str = ""
    is_dialer: bool = False
    expected_code: Code | None = None
    # From hang-up to the agent's click on Complete; None: the agent waits for the time-out
    completes_after_s: float | None = 30.0
    requests_acw: bool = False
    # Copilot's view after the hang-up
    prediction: Predict | None = None
    attributes: dict[str, str] = field(default_factory=dict)
