"""Makes past legs, codes and corrections for the tests of the repair desk."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.repair.correction import Correction
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.wrapup import WrapupCode

MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
REFUND = WrapupCode("code-refund", "Refund given")
INVOICE = WrapupCode("code-invoice", "Invoice explained")
RESET = WrapupCode("code-reset", "Password reset")
DIRECTORY = NameDirectory(
    queues={"queue-billing": "Billing", "queue-support": "Support"},
    codes={code.id: code for code in (REFUND, INVOICE, RESET)},
    queue_codes={"queue-billing": (REFUND, INVOICE), "queue-support": (RESET,)},
)
ROBIN = Person("user-robin", "Robin Supervisor")
SAM = Person("user-sam", "Sam Other")


def key(number: int) -> LegKey:
    return LegKey(*(str(UUID(int=number * 10 + part)) for part in range(3)))


def leg(number: int = 1, **changes: Any) -> PastLeg:
    """One finished leg without a code; *changes* by field name."""
    started_at = MORNING + timedelta(minutes=number)
    facts: dict[str, Any] = {
        "key": key(number),
        "media": Media.CALL,
        "agent_id": "agent-mia",
        "agent_name": "Mia Novak",
        "queue_id": "queue-billing",
        "started_at": started_at,
        "customer_name": "Anna Abbott",
        "customer_address": "+61255500001",
        "answered_at": started_at + timedelta(seconds=20),
        "hung_up_at": started_at + timedelta(seconds=200),
        "completed_at": started_at + timedelta(seconds=212),
    }
    return PastLeg(**{**facts, **changes})


def correction(number: int = 1, **changes: Any) -> Correction:
    facts: dict[str, Any] = {
        "id": f"correction-{number}",
        "batch_id": "batch-1",
        "key": key(number),
        "media": Media.CALL,
        "agent_id": "agent-mia",
        "from_code_id": "",
        "to_code": REFUND,
        "who": ROBIN,
        "decided_at": MORNING + timedelta(hours=5),
        "changed_at": MORNING + timedelta(hours=5),
        "reason": "Missing",
        "queue_id": "queue-billing",
    }
    return Correction(**{**facts, **changes})
