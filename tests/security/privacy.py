"""Weakenings of what keeps secrets and customers out of logs, texts and files."""

from __future__ import annotations

from tests.security.weakening import Weakening, weakenings

LOGS = [
    *weakenings(
        "adapters/log_files.py",
        "adapters/test_log_files.py adapters/test_log_redaction.py main/test_logs_of_a_run.py",
        ("messages unredacted", '"what": redact(_message(record)),', '"what": _message(record),'),
        (
            "tracebacks unredacted",
            'return redact("".join(traceback.format_exception(*record.exc_info)))',
            'return "".join(traceback.format_exception(*record.exc_info))',
        ),
        (
            "standard error unredacted",
            'text = f"wrapup-desk: {redact(_message(record))}"',
            'text = f"wrapup-desk: {_message(record)}"',
        ),
        ("the file without its formatter", "    handler.setFormatter(JsonLines())\n", ""),
        ("what libraries say unredacted", "    root.addHandler(handler)\n", ""),
        (
            "libraries log all they do",
            "    root.setLevel(logging.WARNING)\n",
            "    root.setLevel(logging.DEBUG)\n",
        ),
        (
            "errors nobody caught printed as they are",
            "    sys.excepthook = report\n",
            "",
        ),
        (
            "errors of threads printed as they are",
            "    threading.excepthook = lambda args: report(args.exc_type, args.exc_value, args.exc_traceback)\n",
            "",
        ),
        (
            "the last resort unredacted",
            "        logging.lastResort.setFormatter(RedactedLines())\n",
            "        pass\n",
        ),
        (
            "the log's folder open to everybody",
            "exist_ok=True, mode=0o700)",
            "exist_ok=True)",
        ),
        ("values of a misfit record told", "[does not fit its values]", "{record.args}"),
    ),
    *weakenings(
        "domain/privacy/redaction.py",
        "domain/privacy/test_redaction.py adapters/test_log_redaction.py",
        ("nothing redacted", "    for pattern, replacement in _PATTERNS:\n", "    return text\n    for pattern, replacement in _PATTERNS:\n"),
        ("stream addresses kept", '(re.compile(r"wss?://', '(re.compile(r"never://'),
        ("sign-ins within addresses kept", '{0,300}@"), r"\\1[removed]@"),', '{0,300}@"), r"\\g<0>"),'),
        ("queries of addresses kept", 'r"\\1?[removed]"),', 'r"\\g<0>"),'),
        ("bearers kept", "(bearer|basic|digest|negotiate)", "(never)"),
        ("passwords kept", 'r"access_token|refresh_token|id_token|client_secret|code_verifier|authorization|password"', 'r"access_token"'),
        ("secrets of other names kept", 'r"|passwd|passphrase|pwd|secret|api[_-]?key"', 'r""'),
        ("codes and tokens kept", "(code|token|sig|signature)", "(never)"),
        ("web tokens kept", '"\\beyJ[', '"\\bneverJ['),
        ("opaque tokens kept", '[\\w-]{40,}"', '[\\w-]{4000,}"'),
        ("mail addresses kept", '"[mail removed]"', 'r"\\g<0>"'),
        ("accounts kept", "    for start, end in reversed(tuple(_ibans(text))):", "    for start, end in ():"),
        ("accounts before a word kept", "        is_last = not text[place.end() : place.end() + 1].isalnum()\n", "        is_last = place.end() == most\n"),
        ("cookies kept", "((?:set-)?cookie", "(never"),
        ("cards kept", "    for start, end in reversed(tuple(card_numbers(text))):", "    for start, end in ():"),
        ("telephone numbers kept", '    return _DIGITS.sub("[number removed]", text)\n', "    return text\n"),
        ("long lines looked at whole", "LONGEST = 32_000", "LONGEST = 32_000_000"),
    ),
]  # fmt: skip

TEXTS = [
    *weakenings(
        "adapters/genesys/http/errors.py",
        "adapters/genesys/http/test_rest.py adapters/genesys/http/test_refusals.py",
        ("the server's text passed on as its code", "code=_matching(_CODE, wire.code)", 'code=wire.code or ""'),
        ("the server's text passed on whole", "code=_matching(_CODE, wire.code)", 'code=wire.message or ""'),
        ("any correlation id passed on", "        correlation_id=_matching(\n            _CORRELATION_ID, headers", '        correlation_id=str(\n            None or headers'),
        ("any words passed on as permissions", r"[a-zA-Z]+:[a-zA-Z*]+:[a-zA-Z*]+\b", r"[a-zA-Z: *]+"),
        ("a Retry-After without end", "_LONGEST_WAIT = timedelta(hours=1)", "_LONGEST_WAIT = timedelta(days=400)"),
    ),
    *weakenings(
        "adapters/genesys/http/rest.py",
        "adapters/genesys/http/test_rest.py adapters/genesys/http/test_foreign_answers.py"
        " adapters/test_hostile_input.py",
        ("an error's own text logged", 'log.info("%s %s: %s", method, path, type(error).__name__)', 'log.info("%s %s: %s", method, path, error)'),
        ("answers without end read", "if len(content) + len(chunk) > LARGEST_ANSWER_BYTES:", "if False:"),
        ("anybody's 401 ends the sign-in", "if refusal.said is ServerReply.NOT_SIGNED_IN and is_theirs:", "if refusal.said is ServerReply.NOT_SIGNED_IN:"),
        ("anybody's clock believed", "        if not _is_of_the_api(response):\n            return", "        if False:\n            return"),
    ),
    *weakenings(
        "adapters/genesys/http/network.py",
        "adapters/genesys/http/test_network.py",
        ("an error's own text shown", "did=_what_went_wrong(error)", "did=str(error)"),
    ),
    *weakenings(
        "adapters/genesys/http/token.py",
        "security/test_secrets_in_texts.py",
        ("the token in a repr", """{'held' if self._token else 'none'}""", "{self._token}"),
    ),
    *weakenings(
        "adapters/genesys/http/oauth.py",
        "security/test_secrets_in_texts.py",
        ("the PKCE proof in a repr", 'return "Pkce(…)"', 'return f"Pkce({self.verifier})"'),
        ("the token's answer in a repr", 'return "_WireToken(…)"', 'return f"_WireToken({self.access_token})"'),
        ("the kept token in a repr", 'return "_KeptToken(…)"', 'return f"_KeptToken({self.token})"'),
    ),
    *weakenings(
        "adapters/genesys/http/loopback.py",
        "adapters/genesys/http/test_loopback.py",
        ("the code in a repr", 'return f"Callback(error={self.error!r})"', 'return f"Callback({self.code})"'),
    ),
    *weakenings(
        "adapters/interaction_actions.py",
        "security/test_secrets_in_texts.py",
        ("the gateway's secret in a repr", 'return f"GatewayAccess({self.api})"', 'return f"GatewayAccess({self.client_secret})"'),
        ("the gateway's token in a repr", 'return "_WireToken(…)"', 'return f"_WireToken({self.access_token})"'),
    ),
    *weakenings(
        "adapters/base/proxy_settings.py",
        "adapters/base/test_proxy_settings.py security/test_secrets_in_texts.py",
        ("a proxy's password in a repr", 'return "ProxySettings(…)"', 'return f"ProxySettings({self.https})"'),
        ("a proxy's password in a notice", "names no usable proxy: {problem}.", "names no usable proxy: {value}."),
    ),
    *weakenings(
        "adapters/genesys/channel/socket.py",
        "adapters/genesys/channel/test_socket.py adapters/genesys/http/test_network.py",
        ("the library's frames logged", "                logger=silent,\n", ""),
        ("the library's frames logged by our own name", "    silent.setLevel(logging.WARNING)\n", ""),
        ("the stream follows redirects", "        return exc\n", "        return super().process_redirect(exc)\n"),
        ("frames without end taken", "_LARGEST_FRAME_BYTES = 4 * 2**20", "_LARGEST_FRAME_BYTES = 4 * 2**30"),
        ("the secret address in an error", "raise SocketRefused(str(unreachable(host, error))) from None", "raise SocketRefused(uri) from None"),
    ),
    *weakenings(
        "adapters/keyring_secrets.py",
        "adapters/test_keyring_secrets.py",
        ("a keyring that writes plain files used", '.startswith("keyrings.alt")', '.startswith("never")'),
        ("a secret in a roaming profile", 'backend.persist = "local machine"', "pass"),
        ("a keyring's own error logged", "(%s); secrets stay in memory\", type(error).__name__)", "(%s); secrets stay in memory\", error)"),
    ),
]  # fmt: skip

NOTES = [
    *weakenings(
        "domain/notes/drafter.py",
        "domain/notes/test_drafter.py",
        ("secrets drafted", "not is_secret(piece) and not is_bare_number(piece)", "piece"),
        ("answers to who asks for a secret drafted", "            if at in self._closed:\n                continue\n", ""),
        ("digits of a secret drafted where they are repeated", "if self._secret_digits and not", "if False and not"),
        ("a card's number drafted in two halves", "        if has_card_data(text):\n", "        if False:\n"),
        ("words in a repr", "        return f\"TalkReader({len(self._turns)} turns)\"\n", "        return f\"TalkReader({self._turns})\"\n"),
    ),
    *weakenings(
        "domain/notes/note_draft.py",
        "application/desk/core/test_note_drafts.py domain/notes/test_drafter.py",
        ("a draft in a repr", "    text: str = field(repr=False)\n", "    text: str\n"),
        ("what was drafted in a repr", "    text: str = field(default=\"\", repr=False)\n", "    text: str = \"\"\n"),
    ),
    *weakenings(
        "application/desk/core/note_drafts.py",
        "application/desk/core/test_note_drafts.py",
        ("a draft nobody took sent", "draft.text if draft is not None and draft.goes_along else", "draft.text if draft is not None else"),
        ("card numbers of a summary drafted", "without_card_data(summary) if summary", "summary if summary"),
        ("words kept of a leg that is over", "    turn.do(ForgetTalk(key))\n", ""),
    ),
    *weakenings(
        "application/suggestions/note_service.py",
        "application/suggestions/test_note_service.py",
        ("words kept of a forgotten talk", "        self._readers.pop(key, None)\n", ""),
    ),
    *weakenings(
        "ui/card/note_area.py",
        "ui/card/test_note_field.py",
        ("a draft nobody took sent by Enter", "if not written and draft is not None and draft.goes_along:", "if not written and draft is not None:"),
    ),
]  # fmt: skip

PRIVACY: list[Weakening] = [*LOGS, *TEXTS, *NOTES]
