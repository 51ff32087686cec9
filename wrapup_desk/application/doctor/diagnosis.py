"""Runs the checks in order; one whose ground is missing says which earlier one failed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from wrapup_desk.application.base.ports import ContactCentreError, SignInFailed, StoreError
from wrapup_desk.application.doctor.findings import (
    CheckId,
    CheckOutcome,
    Finding,
    not_checked,
    worst_of,
)
from wrapup_desk.application.doctor.ports import (
    AccountProbe,
    ComputerProbe,
    Denied,
    HostAnswer,
    Installation,
    NetworkProbe,
    PersonFacts,
    ProxyFacts,
    TokenFacts,
)
from wrapup_desk.domain.language.conventions import listed
from wrapup_desk.domain.language.texts import tr, tr_marked

log = logging.getLogger(__name__)


class CheckEvidence:
    """The probes, and what earlier checks have learnt from them."""

    def __init__(
        self,
        installation: Installation,
        network: NetworkProbe,
        account: AccountProbe,
        computer: ComputerProbe,
    ) -> None:
        self.installation = installation
        self.network = network
        self.account = account
        self.computer = computer
        self.proxy = ProxyFacts()
        self.answers: Mapping[CheckId, HostAnswer] = {}
        self.token: TokenFacts | None = None
        self.person: PersonFacts | None = None

    async def ask_hosts(self) -> Mapping[CheckId, HostAnswer]:
        """Ask each host once, all at the same time."""
        if not self.answers:
            hosts = self.installation.hosts
            answers = await asyncio.gather(*map(self.network.ask, hosts))
            self.answers = dict(zip((host.check for host in hosts), answers, strict=True))
        return self.answers


Run = Callable[[CheckEvidence], Awaitable[Sequence[Finding]]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what has to be well before it can be made, and the check itself."""

    id: CheckId
    run: Run
    needs: tuple[CheckId, ...] = ()


class Diagnosis:
    """One run of all checks.

    Args:
        checks: in the order of their lines; what one needs may come later in it.
        evidence: the probes.
    """

    def __init__(self, checks: Sequence[Check], evidence: CheckEvidence) -> None:
        self._checks = {check.id: check for check in checks}
        self._evidence = evidence
        self._findings: dict[CheckId, tuple[Finding, ...]] = {}

    async def run(self, tell: Callable[[Finding], None]) -> tuple[Finding, ...]:
        """Make every check; *tell* is called with each line in order, as soon as it is known."""
        for check_id in self._checks:
            for finding in await self._made(check_id):
                tell(finding)
        return tuple(each for check_id in self._checks for each in self._findings[check_id])

    async def _made(self, check_id: CheckId) -> tuple[Finding, ...]:
        if check_id in self._findings:
            return self._findings[check_id]
        check = self._checks[check_id]
        for needed in check.needs:
            if worst_of(await self._made(needed)) in (
                CheckOutcome.WRONG,
                CheckOutcome.NOT_CHECKED,
            ):
                because = tr("“{check}” has to be right first", check=tr_marked(needed.value))
                self._findings[check_id] = (not_checked(check_id, because),)
                return self._findings[check_id]
        self._findings[check_id] = tuple(await self._tried(check))
        return self._findings[check_id]

    async def _tried(self, check: Check) -> Sequence[Finding]:
        try:
            return await check.run(self._evidence)
        except Denied as denied:
            return [self._denied(check.id, denied)]
        except (ContactCentreError, SignInFailed, StoreError) as error:
            return [Finding(check.id, CheckOutcome.WRONG, str(error))]
        except OSError as error:
            text = tr(
                "this computer does not let it be checked ({name})", name=type(error).__name__
            )
            return [Finding(check.id, CheckOutcome.WRONG, text)]
        except Exception:
            # One check that fails by a fault of ours must not hide what the others find.
            log.exception("the check of %s failed", check.id.value)
            return [not_checked(check.id, tr("the check itself failed; the log says how"))]

    def _denied(self, check_id: CheckId, denied: Denied) -> Finding:
        """Tell scope from permission; one that has a line of its own already is not told twice."""
        evidence = self._evidence
        if denied.scopes:
            named = listed(denied.scopes)
            if evidence.token is not None and not evidence.token.scopes & set(denied.scopes):
                return not_checked(
                    check_id, tr("the OAuth client lacks the scope {named}", named=named)
                )
            advice = tr(
                "Ask your administrator to give the OAuth client the scope {named}.", named=named
            )
            text = tr("App not authorized to use scope [{named}]", named=named)
            return Finding(check_id, CheckOutcome.WRONG, text, advice)
        if denied.permissions:
            named = listed(denied.permissions)
            if evidence.person is not None and not (
                evidence.person.permissions & set(denied.permissions)
            ):
                return not_checked(
                    check_id, tr("this account lacks the permission {named}", named=named)
                )
            advice = tr(
                "Ask your administrator to give your role the permission {named}.", named=named
            )
            return Finding(
                check_id, CheckOutcome.WRONG, tr("missing permission {named}", named=named), advice
            )
        return Finding(check_id, CheckOutcome.WRONG, str(denied))
