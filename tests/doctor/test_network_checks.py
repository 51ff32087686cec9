from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.adapters.genesys.rest_harness import local_network
from tests.doctor.installations import faults_in, of
from wrapup_desk.adapters.base.proxy_settings import ProxySettings
from wrapup_desk.adapters.genesys.doctor.certificate import signer_of
from wrapup_desk.adapters.genesys.doctor.network_probe import (
    GenesysNetworkProbe,
    hosts_of,
    without_password,
)
from wrapup_desk.adapters.genesys.http.network import Network, tls_context
from wrapup_desk.adapters.genesys.http.regions import address_of
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.doctor.account_checks import CHECKS as ACCOUNT_CHECKS
from wrapup_desk.application.doctor.diagnosis import CheckEvidence, Diagnosis
from wrapup_desk.application.doctor.findings import CheckId, CheckOutcome, Finding
from wrapup_desk.application.doctor.network_checks import CHECKS
from wrapup_desk.application.doctor.ports import (
    Failure,
    Host,
    HostAnswer,
    Installation,
    ProxyFacts,
)

DUBLIN = address_of("eu-west-1")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class FakeNetwork:
    """A line whose answers a test chooses (`NetworkProbe`)."""

    def __init__(self, answers: Mapping[CheckId, HostAnswer], proxy: ProxyFacts) -> None:
        self.answers = answers
        self.facts = proxy
        self.unknown: set[str] = set()

    def proxy(self) -> ProxyFacts:
        return self.facts

    async def knows(self, host: Host) -> bool:
        return host.name not in self.unknown

    async def ask(self, host: Host) -> HostAnswer:
        fine = HostAnswer(signed_by="Amazon", server_at=NOON, asked_at=NOON)
        return self.answers.get(host.check, fine)

    async def sign_in_page(self, client_id: str) -> int:
        return 200


async def findings_of(network: FakeNetwork | GenesysNetworkProbe) -> Sequence[Finding]:
    installation = Installation("Europe (Dublin)", "", hosts_of(DUBLIN))
    region = [check for check in ACCOUNT_CHECKS if check.id is CheckId.REGION]
    # No account and no computer is asked by these checks.
    evidence = CheckEvidence(installation, network, None, None)  # type: ignore[arg-type]  # see above
    return await Diagnosis([*CHECKS, *region], evidence).run(lambda finding: None)


def all_hosts(answer: HostAnswer) -> dict[CheckId, HostAnswer]:
    return {host.check: answer for host in hosts_of(DUBLIN)}


async def test_a_good_line_is_right_and_says_who_signed() -> None:
    findings = await findings_of(FakeNetwork({}, ProxyFacts()))

    assert {finding.outcome for finding in findings} == {CheckOutcome.RIGHT}
    assert "signed by Amazon" in of(findings, CheckId.TLS).text
    assert "streaming.mypurecloud.ie answers" in of(findings, CheckId.STREAMING_HOST).text


async def test_a_proxy_that_reads_along_is_named_on_the_screen_only() -> None:
    answers = all_hosts(HostAnswer(signed_by="Canary Corp Root", server_at=NOON, asked_at=NOON))

    findings = await findings_of(FakeNetwork(answers, ProxyFacts("proxy.canary:3128")))

    assert faults_in(findings) == {(CheckId.TLS, "")}
    assert "Canary" not in of(findings, CheckId.TLS).text
    assert "Canary Corp Root" in of(findings, CheckId.TLS).detail
    assert of(findings, CheckId.PROXY).detail == "proxy.canary:3128"


async def test_a_closed_proxy_is_one_fault_and_not_five() -> None:
    refused = all_hosts(HostAnswer(Failure.PROXY, "could not be reached through the proxy."))

    findings = await findings_of(FakeNetwork(refused, ProxyFacts("proxy:3128")))

    assert faults_in(findings) == {(CheckId.PROXY, "")}
    assert of(findings, CheckId.API_HOST).outcome is CheckOutcome.NOT_CHECKED


async def test_a_certificate_nobody_trusts_is_one_fault() -> None:
    untrusted = all_hosts(HostAnswer(Failure.CERTIFICATE, "showed a certificate …"))

    findings = await findings_of(FakeNetwork(untrusted, ProxyFacts()))

    assert faults_in(findings) == {(CheckId.TLS, "")}


async def test_one_host_that_is_blocked_is_that_host() -> None:
    blocked = {
        CheckId.STREAMING_HOST: HostAnswer(Failure.NO_CONNECTION, "did not answer in time.")
    }

    findings = await findings_of(FakeNetwork(blocked, ProxyFacts()))

    assert faults_in(findings) == {(CheckId.STREAMING_HOST, "")}


async def test_unknown_names_are_dns_and_harmless_behind_a_proxy() -> None:
    direct, proxied = FakeNetwork({}, ProxyFacts()), FakeNetwork({}, ProxyFacts("proxy:3128"))
    direct.unknown = proxied.unknown = {"login.mypurecloud.ie"}

    assert faults_in(await findings_of(direct)) == {(CheckId.DNS, "")}
    assert faults_in(await findings_of(proxied)) == set()


async def test_a_proxy_script_is_a_warning() -> None:
    findings = await findings_of(FakeNetwork({}, ProxyFacts(script="http://wpad/wpad.dat")))

    assert faults_in(findings) == {(CheckId.PROXY, "")}


async def test_the_real_probe_takes_a_script_for_a_warning_and_an_unusable_proxy_for_a_fault() -> (
    None
):
    script = ProxySettings(ignores_script=True)
    socks = ProxySettings(faults=("HTTPS_PROXY names no usable proxy.",))

    def facts(proxies: ProxySettings) -> ProxyFacts:
        network = Network(tls_context(), proxies)
        address = "http://wpad/wpad.dat"
        return GenesysNetworkProbe(DUBLIN, network, SystemClock(), {}, lambda: address).proxy()

    assert facts(script) == ProxyFacts(script="wpad/wpad.dat")
    assert facts(socks) == ProxyFacts(problem="HTTPS_PROXY names no usable proxy")


async def test_a_slow_clock_is_a_warning_before_it_is_wrong() -> None:
    late = all_hosts(
        HostAnswer(server_at=NOON + timedelta(minutes=1), asked_at=NOON, signed_by="Amazon")
    )

    clock = of(await findings_of(FakeNetwork(late, ProxyFacts())), CheckId.CLOCK)

    assert (clock.outcome, clock.text) == (
        CheckOutcome.WARNING,
        "this computer is 60 s behind the server",
    )


async def test_the_real_probe_finds_a_closed_proxy() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        proxy = f"http://user:canary@127.0.0.1:{closed.getsockname()[1]}"
        network = Network(tls_context(), ProxySettings(https=proxy))
        probe = GenesysNetworkProbe(DUBLIN, network, SystemClock(), {}, lambda: "")
        answer = await probe.ask(Host(CheckId.API_HOST, "api.invalid", "https://api.invalid/"))

    assert "canary" not in probe.proxy().address
    assert answer.failure is Failure.PROXY


async def test_a_variable_that_names_no_file_is_a_fault_of_the_set_up() -> None:
    environment = {"SSL_CERT_FILE": "/nowhere/ca.pem"}
    probe = GenesysNetworkProbe(DUBLIN, local_network(), SystemClock(), environment, lambda: "")

    assert probe.proxy().problem == "the variable SSL_CERT_FILE names what does not exist"


class SilentNameServer(ThreadPoolExecutor):
    """Looks nothing up, and says nothing: where a loop resolves names."""

    def submit(self, *_given: Any, **_named: Any) -> Future[Any]:
        return Future()


async def test_a_name_server_that_does_not_answer_is_not_waited_for() -> None:
    asyncio.get_running_loop().set_default_executor(SilentNameServer())
    network, clock = local_network(), SystemClock()
    probe = GenesysNetworkProbe(DUBLIN, network, clock, {}, lambda: "", answer_within_s=0.05)

    async with asyncio.timeout(30):
        assert [await probe.knows(host) for host in hosts_of(DUBLIN)] == [False] * 4


def test_a_password_of_a_proxy_is_never_shown() -> None:
    assert without_password("http://user:canary@proxy.example:3128") == "proxy.example:3128"
    assert without_password("proxy.example:3128") == "proxy.example:3128"
    assert without_password("http://proxy:port:wrong") == "(unreadable)"


def test_who_signed_a_certificate_is_read_from_it() -> None:
    assert signer_of(a_certificate("Canary Corp")) == "Canary Corp"
    assert signer_of(b"") == ""
    assert signer_of(a_certificate("Canary Corp")[:60]) == ""


def a_certificate(organization: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, "A root"),
        ]
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "api.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOON)
        .not_valid_after(NOON + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(Encoding.DER)


def test_every_host_of_a_region_is_asked() -> None:
    names = [host.name for host in hosts_of(DUBLIN)]

    assert names == [
        "login.mypurecloud.ie",
        "api.mypurecloud.ie",
        "streaming.mypurecloud.ie",
        "apps.mypurecloud.ie",
    ]
