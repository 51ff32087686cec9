"""Weakenings of the sign-in, and of what the program may talk to."""

from __future__ import annotations

from tests.security.weakening import Weakening, weakenings

SIGN_IN = [
    *weakenings(
        "adapters/genesys/http/loopback.py",
        "adapters/genesys/http/test_loopback.py adapters/genesys/http/test_loopback_page.py",
        ("`state` usable twice", '            self._state = ""  # single use: a replay finds nothing to match\n', "            pass\n"),
        ("`state` not looked at", 'if not self._take_state(query.get("state", "")):', "if False:"),
        ("a beginning of `state` is enough", "hmac.compare_digest(state.encode(), self._state.encode())", "bool(state) and self._state.startswith(state)"),
        ("two Host headers", "return len(hosts) == 1 and hosts[0] in", "return bool(hosts) and hosts[0] in"),
        ("any Host header", " or not self._is_for_us(lines[1:])", ""),
        ("any path", "target[0] != CALLBACK_PATH or ", ""),
        ("any method", 'if method != "GET":', "if False:"),
        ("a parameter given twice", " if len(values) == 1}", "}"),
        ("no time-out for a request", "asyncio.timeout(self._request_timeout_s)", "asyncio.timeout(None)"),
        ("a request without end", "_LONGEST_REQUEST = 128 * 1024", "_LONGEST_REQUEST = 1 << 30"),
        ("no content security policy", "\"Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\\r\\n\"", '""'),
        ("the page may be stored", "Cache-Control: no-store\\r\\n", ""),
        ("the address goes on as a referrer", "Referrer-Policy: no-referrer\\r\\n", ""),
        ("open to the network", '(socket.AF_INET, "127.0.0.1")', '(socket.AF_INET, "0.0.0.0")'),
        ("the port stays open", "        self._close()\n        self._received.set_result(callback)", "        self._received.set_result(callback)"),
    ),
    *weakenings(
        "adapters/genesys/http/oauth.py",
        "adapters/genesys/http/test_oauth.py adapters/genesys/test_kept_sign_in.py security/test_limits_of_tokens_and_models.py",
        ("a proof in the clear", '"code_challenge_method": "S256"', '"code_challenge_method": "plain"'),
        ("a challenge that is the proof", "base64.urlsafe_b64encode(digest).decode", "base64.urlsafe_b64encode(verifier.encode()).decode"),
        ("a short proof", "secrets.token_urlsafe(64)  # 86", "secrets.token_urlsafe(16)  # 86"),
        ("a short `state`", "fresh_pkce(), secrets.token_urlsafe(32)", "fresh_pkce(), secrets.token_urlsafe(8)"),
        ("the sign-in waits for ever", "asyncio.timeout(self._request.timeout_s)", "asyncio.timeout(None)"),
        ("a token for ever", "min(timedelta(seconds=wire.expires_in), _LONGEST_LIFE)", "timedelta(seconds=wire.expires_in)"),
        ("an expired token used", "kept.dies_at > now and ", ""),
        ("an expired token taken on trust", "if is_good is None and kept.expires_at <= now:", "if False:"),
        ("a sign-out without a word to the server", "if token is not None and not await self._endpoint.revoke(token):", "if False:"),
        ("a sign-out that keeps the token", "        self._token.forget()\n        await self.secrets.delete(self._secret_name)\n        if token", "        self._token.forget()\n        if token"),
        ("a block page's answer believed", "if not is_of_genesys(response.status_code, response.headers, response.content):", "if False:"),
        ("any error's name shown", "return error if error and _OAUTH_ERROR.fullmatch(error) else", "return error if error else"),
    ),
    *weakenings(
        "adapters/genesys/http/token.py",
        "adapters/genesys/http/test_rest.py",
        ("an old token's refusal ends the new one", "        if token != self._token:\n            return\n", ""),
    ),
]  # fmt: skip

NETWORK = [
    *weakenings(
        "adapters/genesys/http/regions.py",
        "adapters/genesys/http/test_regions.py",
        ("any host may be streamed from", 'return scheme == "wss" and (host == self.domain or', 'return scheme == "wss" and (True or'),
        ("a stream in the clear", 'return scheme == "wss" and (host ==', "return (host =="),
        ("a host that only ends alike", 'host.endswith(f".{self.domain}")', "host.endswith(self.domain)"),
        ("a sign-in within the stream's address", "parts and not parts.username and is_name", "parts and is_name"),
        ("any host as the simulator", 'and is_loopback(parts.hostname or ""):', "and True:"),
    ),
    *weakenings(
        "adapters/genesys/http/network.py",
        "adapters/genesys/http/test_network.py",
        ("TLS 1.0 spoken", "    context.minimum_version = ssl.TLSVersion.TLSv1_2\n", "    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED\n"),
        ("certificates not checked", "    return context\n", "    context.check_hostname = False\n    context.verify_mode = ssl.VerifyMode(0)\n    return context\n"),
    ),
    *weakenings(
        "adapters/genesys/http/routed_transport.py",
        "adapters/genesys/http/test_network.py security/test_redirects.py adapters/genesys/http/test_proxies.py",
        ("REST and storage follow redirects", "follow_redirects=False", "follow_redirects=True"),
        ("the library's own trust store", "                verify=self._tls,\n", "                verify=True,\n"),
    ),
    *weakenings(
        "adapters/genesys/history/transcripts.py",
        "adapters/genesys/history/test_transcripts.py",
        ("a transcript from anywhere", 'not (parts.scheme == "https" or is_here)', "False"),
        ("a client with credentials for storage", "    if \"authorization\" in http.headers or", "    if False and \"authorization\" in http.headers or False and"),
        ("a transcript without end", "if len(body) > _LARGEST_BYTES:", "if False:"),
    ),
    *weakenings(
        "adapters/files/model_download.py",
        "adapters/files/test_model_download.py security/test_limits_of_tokens_and_models.py",
        ("a model over plain HTTP", 'if parts.scheme == "https" else ""', 'if parts.scheme else ""'),
        ("a model without a checksum", "    if not sha256:\n", "    if False:\n"),
        ("another model than the one named", "    if not is_named_by(bytes(content), sha256):\n", "    if False:\n"),
        ("a model file without end", "if len(content) > most_bytes:", "if False:"),
    ),
    *weakenings(
        "adapters/update_manifest.py",
        "adapters/test_update_manifest.py",
        ("an unsigned manifest believed", "        key.verify(document.manifest.encode(), signature)\n", ""),
        ("a manifest over plain HTTP", 'if urlsplit(url).scheme != "https" or not', "if not"),
        ("a manifest without end", "if len(content) > _MOST_BYTES:", "if False:"),
        ("a page of any kind", 'if manifest.page and not manifest.page.startswith("https://"):', "if False:"),
    ),
    *weakenings(
        "application/services/update_watch.py",
        "application/services/test_update_watch.py",
        ("an older manifest believed", "if memory.published_at is not None and release.published_at < memory.published_at:", "if False:"),
        ("an older version believed", "if memory.version and Version.parse(release.version) < Version.parse(memory.version):", "if False:"),
    ),
    *weakenings(
        "adapters/sql_ledger/postgres_address.py",
        "adapters/test_postgres_address.py",
        ("a team store's certificate unchecked", '{"sslmode": "verify-full", "sslrootcert": "system"}', '{"sslmode": "require"}'),
        ("a team store by its number alone", "    if numbers and not all(", "    if False and not all("),
    ),
]  # fmt: skip

SIGN_IN_AND_NETWORK: list[Weakening] = [*SIGN_IN, *NETWORK]
