"""What the checks need of the outside world, and the typed answers they get."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from wrapup_desk.application.base.ports import ContactCentreError
from wrapup_desk.application.doctor.findings import CheckId
from wrapup_desk.application.doctor.needs import DoctorJob


@dataclass(frozen=True, slots=True)
class Host:
    """One host of the region; *check* is its line."""

    check: CheckId
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Installation:
    """What is to be checked, as the settings say it; *region_problem* is why there are no hosts."""

    region: str
    client_id: str
    hosts: tuple[Host, ...] = ()
    region_problem: str = ""
    is_demo: bool = False
    jobs: frozenset[DoctorJob] = frozenset({DoctorJob.AGENT})


@dataclass(frozen=True, slots=True)
class ProxyFacts:
    """How this computer says the outside is reached; addresses carry no passwords."""

    address: str = ""
    script: str = ""  # a PAC file's address
    problem: str = ""


class Failure(enum.Enum):
    """Why a host did not answer."""

    NAME = "its name is not known"
    PROXY = "the proxy does not let it through"
    CERTIFICATE = "its certificate is not trusted"
    NO_CONNECTION = "it cannot be reached"


@dataclass(frozen=True, slots=True)
class HostAnswer:
    """What came of asking a host for anything at all: an answer, or why there is none."""

    failure: Failure | None = None
    text: str = ""
    signed_by: str = ""
    server_at: datetime | None = None
    asked_at: datetime | None = None


class NetworkProbe(Protocol):
    """Looks at the line to Genesys, over the very path the program takes."""

    def proxy(self) -> ProxyFacts: ...

    async def knows(self, host: Host) -> bool:
        """Whether this computer can look up the host's name."""

    async def ask(self, host: Host) -> HostAnswer:
        """Ask the host for its first page; any answer will do."""

    async def sign_in_page(self, client_id: str) -> int:
        """Return the status of the sign-in page for *client_id*; 0 for no answer."""


class Denied(ContactCentreError):
    """The server refused for want of one of these scopes, or of one of these permissions."""

    def __init__(
        self, message: str, scopes: tuple[str, ...] = (), permissions: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.scopes = scopes
        self.permissions = permissions


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What the token may: its scopes; the client's and the organisation's names are private."""

    scopes: frozenset[str]
    client_name: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Who is signed in, and the permissions the server says they have."""

    name: str
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """How many queues the agent has, and the names of those without any code."""

    queues: int
    without_codes: tuple[str, ...] = ()


class AccountProbe(Protocol):
    """Reads what the signed-in account may and has.

    Raises `Denied` for a scope or permission, `ContactCentreError` for anything else.
    """

    async def sign_in(self) -> None:
        """Take a token that is there, or get one if the person agreed to.

        Raises:
            SignInFailed: there is none; says why.
        """

    async def token(self) -> TokenFacts: ...

    async def person(self) -> PersonFacts: ...

    async def topics(self) -> Mapping[str, tuple[str, ...]]:
        """Return the permissions each available topic needs, by its name."""

    async def open_channels(self) -> int: ...

    async def communication_based_acw(self) -> bool: ...

    async def codes(self) -> CodeFacts: ...


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a part of this computer, and what to do; *is_fatal* stops the work."""

    text: str
    advice: str = ""
    is_fatal: bool = True
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PortFacts:
    """Which of the registered redirect ports are free."""

    free: tuple[int, ...]
    taken: tuple[int, ...] = field(default=())


class ComputerProbe(Protocol):
    """Looks at this computer; each returns the trouble there is, or None."""

    def ports(self) -> PortFacts: ...

    def disk(self) -> Trouble | None: ...

    def database(self) -> Trouble | None: ...

    def keyring(self) -> Trouble | None: ...

    def notifications(self) -> Trouble | None: ...

    def tray(self) -> Trouble | None: ...
