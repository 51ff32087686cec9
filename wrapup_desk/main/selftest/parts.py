"""Tries, for the self-test, what the program has from outside: trust, keyring, proxy, libraries."""

from __future__ import annotations

import base64
import io
import json
import os
import socket
import ssl
import threading
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

_TLS_HANDSHAKE = 0x16
_LIBPQ_LIMIT_S = 10
_NEWEST = "99.0"


def try_tls() -> str:
    """Have certificates checked against what this computer trusts."""
    from wrapup_desk.adapters.genesys.http.network import tls_context

    context = tls_context()
    if context.verify_mode is not ssl.CERT_REQUIRED:
        raise RuntimeError("certificates are not checked")
    return ssl.OPENSSL_VERSION


def try_keyring() -> str:
    """Keep a secret and take it back."""
    from wrapup_desk.adapters.keyring_secrets import KeyringSecrets

    secrets = KeyringSecrets(service="WrapUp Desk self-test")
    secrets.write("probe", "value")
    try:
        if secrets.read("probe") != "value":
            raise RuntimeError("the keyring does not return what was stored")
    finally:
        secrets.delete("probe")
    return "durable" if secrets.is_durable else "memory only"


def try_proxy(environment: Mapping[str, str] = os.environ) -> str:
    """Find the proxy that leads to Genesys, as REST, the stream and downloads find it."""
    from wrapup_desk.adapters.genesys.http.network import open_network
    from wrapup_desk.adapters.genesys.http.regions import address_of

    network, address = open_network(environment), address_of("us-east-1")
    if network.proxies.faults:
        raise RuntimeError(" ".join(network.proxies.faults))
    is_direct = network.proxy_for(address.api, address) is None
    if is_direct and network.proxies.ignores_script:
        return "none; a script (PAC) is not run"
    return "none" if is_direct else "one for Genesys"


def try_updates() -> str:
    """Believe a well-signed manifest, and none that is unsigned, altered or older."""
    import nacl
    from nacl.signing import SigningKey

    from wrapup_desk.adapters.update_manifest import believe, verify_key
    from wrapup_desk.application.services.update_watch import (
        ManifestRefused,
        UpdateMemory,
        refuse_older,
    )

    secret = SigningKey.generate()
    key = verify_key(base64.b64encode(bytes(secret.verify_key)).decode())
    published_at = datetime(2026, 1, 1, tzinfo=UTC)
    text = json.dumps({"version": _NEWEST, "published_at": published_at.isoformat()})
    signature = base64.b64encode(secret.sign(text.encode()).signature).decode()
    release = believe(_document(text, signature), key)
    later = UpdateMemory(None, _NEWEST, published_at + timedelta(days=1))
    bad: dict[str, Callable[[], object]] = {
        "an unsigned": lambda: believe(_document(text, "A" * 86 + "=="), key),
        "an altered": lambda: believe(_document(text.replace("99", "98"), signature), key),
        "an older": lambda: refuse_older(release, later),
        "a broken": lambda: believe(b"<html>", key),
    }
    for name, theme in bad.items():
        try:
            theme()
        except ManifestRefused:
            continue
        raise RuntimeError(f"{name} manifest was accepted")
    return f"PyNaCl {nacl.__version__}"


def _document(text: str, signature: str) -> bytes:
    return json.dumps({"manifest": text, "signature": signature}).encode()


def try_search() -> str:
    """Find a code by a word with a slip in it."""
    from wrapup_desk.domain.wrapup import WrapupCode
    from wrapup_desk.ui.palette.matching import match_codes

    codes = [WrapupCode("1", "Billing question"), WrapupCode("2", "Refund")]
    found = match_codes("biling", codes)
    if [match.code.id for match in found] != ["1"]:
        raise RuntimeError("a misspelt word does not find its code")
    return "typing errors tolerated"


def try_workbook() -> str:
    """Write a workbook and find its text again."""
    import xlsxwriter

    from wrapup_desk.adapters.files.xlsx_file import workbook_bits
    from wrapup_desk.application.repair.ports import Sheet

    sheet = Sheet("Self-test", ("When", "What"), [(datetime(2026, 1, 1, tzinfo=UTC), "=a text")])
    content = io.BytesIO(b"".join(workbook_bits(sheet, UTC)))
    with zipfile.ZipFile(content) as book:
        if b"=a text" not in book.read("xl/worksheets/sheet1.xml"):
            raise RuntimeError("a workbook does not hold what was written")
    return f"XlsxWriter {xlsxwriter.__version__}"


def try_team_database() -> str:
    """Let PostgreSQL's client library come as far as TLS; nobody answers it here."""
    import psycopg
    from psycopg import pq

    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(_LIBPQ_LIMIT_S)
        answering = threading.Thread(target=_promise_tls, args=(door, seen), daemon=True)
        answering.start()
        try:
            psycopg.connect(
                host="127.0.0.1",
                port=door.getsockname()[1],
                dbname="nobody",
                user="nobody",
                sslmode="require",
                # Wine takes a folder that is not there for an error.
                sslcertmode="disable",
                connect_timeout=_LIBPQ_LIMIT_S,
            ).close()
        except psycopg.OperationalError:
            answering.join(_LIBPQ_LIMIT_S)
    if not seen or seen[0][:1] != bytes([_TLS_HANDSHAKE]):
        raise RuntimeError("PostgreSQL's client library does not speak TLS")
    return f"psycopg {pq.__impl__}, libpq {pq.version()}"


def _promise_tls(door: socket.socket, seen: list[bytes]) -> None:
    """Say yes to the request for TLS, keep how the handshake begins, and hang up."""
    visitor, _ = door.accept()
    with visitor:
        visitor.settimeout(_LIBPQ_LIMIT_S)
        visitor.recv(8)
        visitor.sendall(b"S")
        seen.append(visitor.recv(5))
