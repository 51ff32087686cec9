"""Names every OAuth scope and permission the program's jobs need, and what for."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from wrapup_desk.domain.language.texts import mark


class DoctorJob(enum.Enum):
    """What somebody does with the program."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    LEARN = "learn"


@dataclass(frozen=True, slots=True)
class Need:
    """One scope or permission; any one of *names* will do.

    Without one of *jobs* in `required_by`, the job goes on and lacks only what *purpose* says.
    """

    names: tuple[str, ...]
    jobs: tuple[DoctorJob, ...]
    purpose: str
    required_by: tuple[DoctorJob, ...] = ()
    # Part of something that many organisations have not bought: to lack it is no fault.
    is_extra: bool = False

    @property
    def name(self) -> str:
        return " or ".join(self.names)

    def is_met_by(self, granted: frozenset[str]) -> bool:
        return any(name in granted for name in self.names)


_ALL = (DoctorJob.AGENT, DoctorJob.SUPERVISOR, DoctorJob.LEARN)
_DESKS = (DoctorJob.AGENT, DoctorJob.SUPERVISOR)
_PAST = (DoctorJob.SUPERVISOR, DoctorJob.LEARN)

SCOPES: tuple[Need, ...] = (
    Need(("conversations",), _ALL, mark("read conversations and write codes"), _DESKS),
    Need(("notifications",), _DESKS, mark("hear live news of interactions"), _DESKS),
    Need(("routing:readonly", "routing"), _ALL, mark("read queues and codes"), _ALL),
    Need(
        ("users:readonly", "users", "user-basic-info"),
        _ALL,
        mark("know who is signed in; names of agents need users:readonly"),
        _ALL,
    ),
    Need(
        ("speech-and-text-analytics:readonly", "speech-and-text-analytics"),
        _PAST,
        mark("read transcripts of past calls"),
    ),
    Need(("analytics:readonly", "analytics"), _PAST, mark("search past interactions"), _PAST),
)

PERMISSIONS: tuple[Need, ...] = (
    Need(("conversation:participant:wrapup",), _DESKS, mark("write a wrap-up code"), _DESKS),
    Need(
        ("conversation:communication:view",),
        _DESKS,
        mark("read conversations"),
        (DoctorJob.AGENT,),
    ),
    Need(("routing:queue:view",), _ALL, mark("read queues and the codes of a queue"), _PAST),
    Need(("routing:wrapupCode:view",), _PAST, mark("read all codes of the organisation"), _PAST),
    Need(
        ("conversation:transcription:view",),
        (DoctorJob.AGENT,),
        mark("follow the words of calls; its holder may follow any live transcript"),
    ),
    Need(
        ("conversation:message:view", "conversation:webmessaging:view"),
        _ALL,
        mark("read the texts of messages"),
    ),
    Need(
        ("conversation:summary:view",),
        (DoctorJob.AGENT,),
        mark("show what Genesys itself predicts, where the organisation has Copilot"),
        is_extra=True,
    ),
    Need(
        ("analytics:conversationDetail:view", "analytics:agentConversationDetail:view"),
        _PAST,
        mark("search past interactions"),
        _PAST,
    ),
    Need(
        ("analytics:conversationAggregate:view",),
        (DoctorJob.SUPERVISOR,),
        mark("count codes for reports"),
    ),
    Need(
        ("recording:recording:view", "recording:recordingSegment:view"),
        _PAST,
        mark("read transcripts of past calls"),
    ),
    Need(("speechAndTextAnalytics:data:view",), _PAST, mark("read transcripts of past calls")),
)

# Of Copilot, which an organisation may not have.
SUMMARIES_TOPIC = "v2.users.{id}.conversations.summaries"
# What a topic is for, and whether the desk is blind without it.
TOPICS: tuple[tuple[str, str, bool], ...] = (
    ("v2.users.{id}.conversations", mark("live news of your interactions"), True),
    ("v2.users.{id}.routingStatus", mark("whether you are on queue"), False),
    (SUMMARIES_TOPIC, mark("what Genesys itself predicts"), False),
    ("v2.conversations.{id}.transcription", mark("the words of calls"), False),
)
