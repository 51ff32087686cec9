"""Weakenings of what lies on the disk, of what others send, and of what is shown of it."""

from __future__ import annotations

from tests.security.weakening import Weakening, weakenings

STORAGE = [
    *weakenings(
        "adapters/base/sqlite_file.py",
        "adapters/base/test_sqlite_file.py",
        ("synchronous OFF", '"PRAGMA synchronous = FULL"', '"PRAGMA synchronous = OFF"'),
        ("synchronous NORMAL", '"PRAGMA synchronous = FULL"', '"PRAGMA synchronous = NORMAL"'),
        ("their folders open to everybody", "exist_ok=True, mode=0o700)", "exist_ok=True)"),
        ("small databases made by SQLite's own mode", "    create_private(path)\n    connection = connect(path)\n", "    connection = connect(path)\n"),
    ),
    *weakenings(
        "adapters/sqlite_store/database.py",
        "adapters/sqlite_store/test_store.py adapters/sqlite_store/test_private.py",
        ("what is removed stays in the file", '"PRAGMA secure_delete = ON"', '"PRAGMA secure_delete = OFF"'),
        ("what is old stays in the log", '        leg_records.remove_before(self._connection, instant)\n        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")\n', '        leg_records.remove_before(self._connection, instant)\n'),
    ),
    *weakenings(
        "adapters/sqlite_store/recovery.py",
        "adapters/sqlite_store/test_private.py",
        ("a mended database open to everybody", "    create_private(path)\n", ""),
    ),
    *weakenings(
        "adapters/base/regular_file.py",
        "adapters/base/test_sqlite_file.py",
        ("databases open to everybody", "_FOR_OWNER = 0o600", "_FOR_OWNER = 0o644"),
    ),
    *weakenings(
        "adapters/base/regular_file.py",
        "adapters/test_log_files.py",
        ("the log open to everybody", "_FOR_OWNER = 0o600", "_FOR_OWNER = 0o644"),
    ),
    *weakenings(
        "adapters/base/regular_file.py",
        "adapters/base/test_regular_file.py",
        ("a device taken for a file", "    if not stat.S_ISREG(kind):\n        raise NotAFile(path)\n", ""),
    ),
    *weakenings(
        "adapters/base/sqlite_file.py",
        "main/system/test_private_profile.py adapters/sqlite_store/test_private.py",
        ("a database that was open to everybody stays so", "            part.chmod(0o600)\n", "            pass\n"),
    ),
    *weakenings(
        "adapters/sqlite_store/opening.py",
        "adapters/sqlite_store/test_losses.py",
        ("a log that is not searched", "    traces = carved_from_log(path)\n", "    traces = []\n"),
        ("what was promised not missed", "    if held is None or _is_short(held, untold, record):\n", "    if held is None:\n"),
    ),
    *weakenings(
        "domain/privacy/kept_notes.py",
        "application/delivery/test_card_data_in_notes.py",
        ("numbers of cards kept", "    if not (submission.state.is_final and has_card_data_to_send(submission)):\n        return submission\n", "    return submission\n"),
    ),
    *weakenings(
        "domain/privacy/card_data.py",
        "domain/privacy/test_card_data.py",
        ("any row of digits taken for a card", "        if len(digits) >= _FEWEST and is_known and _is_checked(digits):", "        if len(digits) >= _FEWEST:"),
        ("only cards in one piece", '_GROUP = re.compile(r"\\d+")', '_GROUP = re.compile(r"\\d[^x]*")'),
    ),
    *weakenings(
        "ui/card/note_area.py",
        "ui/card/test_note_warning.py",
        ("a card's number sent unasked", "        return self.warning.fit_to_send(without_gaps(written))\n", "        return without_gaps(written)\n"),
    ),
    *weakenings(
        "adapters/sqlite_store/promises.py",
        "adapters/sqlite_store/test_losses.py",
        ("notes in the record of promises", 'replace(decision, note="")', "decision"),
        ("the server's words in the record of promises", '        reason="",\n', ""),
    ),
    *weakenings(
        "adapters/sql_ledger/sqlite_database.py",
        "adapters/sqlite_store/test_private.py adapters/sql_ledger/test_troubles.py",
        ("a ledger made by SQLite's own mode", "                create_private_with_folder(self._path)\n", "                self._path.parent.mkdir(parents=True, exist_ok=True)\n"),
    ),
    *weakenings(
        "adapters/learning/outcome_store.py",
        "adapters/sqlite_store/test_private.py adapters/learning/test_outcome_store.py",
        ("the folder of the figures open to everybody", "exist_ok=True, mode=0o700)", "exist_ok=True)"),
    ),
    *weakenings(
        "adapters/base/atomic_write.py",
        "adapters/base/test_atomic_write.py",
        ("files open to everybody", "_FOR_OWNER = 0o600", "_FOR_OWNER = 0o644"),
    ),
    *weakenings(
        "adapters/files/settings_file.py",
        "adapters/files/test_settings_file.py main/system/test_private_profile.py",
        ("the settings' folder open to everybody", "exist_ok=True, mode=0o700)", "exist_ok=True)"),
        ("settings without end read", "if len(raw) > MOST_BYTES:", "if False:"),
        ("what was locked by an administrator changed", "values |= {key: raw for key, raw in _read(self._path).items() if key in locked}", "pass"),
    ),
    *weakenings(
        "adapters/files/capabilities_file.py",
        "main/system/test_private_profile.py",
        ("the folder of what was found out open to everybody", "exist_ok=True, mode=0o700)", "exist_ok=True)"),
    ),
    *weakenings(
        "adapters/genesys/recording/recorder.py",
        "doctor/test_recording.py main/system/test_private_profile.py",
        ("a recording open to everybody", "path.touch(mode=0o600)", "path.touch(mode=0o644)"),
    ),
    *weakenings(
        "main/system/profile.py",
        "main/system/test_private_profile.py main/system/test_profile.py",
        ("a profile open to everybody", "self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)", "self._path.parent.mkdir(parents=True, exist_ok=True)"),
        ("a profile made for the salt open to everybody", "self.root.mkdir(parents=True, exist_ok=True, mode=0o700)", "self.root.mkdir(parents=True, exist_ok=True)"),
        ("two programs on one profile", "        try:\n            _lock(file)\n", "        try:\n            pass\n"),
        ("the customers' salt within a model", 'b"own model", key=self.installation_salt(), digest_size=_SALT_BYTES\n        ).digest()', 'b"own model", key=self.installation_salt(), digest_size=_SALT_BYTES\n        ).digest() and self.installation_salt()'),
    ),
    *weakenings(
        "main/apps/repair_app.py",
        "main/system/test_private_profile.py",
        ("a supervisor's profile open to everybody", "exist_ok=True, mode=0o700)", "exist_ok=True)"),
    ),
    *weakenings(
        "main/system/single_instance.py",
        "main/system/test_single_instance.py",
        ("the socket between two starts open to everybody", "SocketOption.UserAccessOption", "SocketOption.WorldAccessOption"),
    ),
]  # fmt: skip

HOSTILE = [
    *weakenings(
        "domain/recommender/file/model_file.py",
        "domain/recommender/file/test_model_file.py domain/recommender/test_model_checks.py",
        ("a damaged model read", "    if hashlib.sha256(packed).digest() != digest:\n", "    if False:\n"),
        ("a packed model without end", "    if len(raw) > most_bytes:\n", "    if False:\n"),
        ("no limit on an unpacked model", "unpacker.decompress(unpacker.unconsumed_tail, size - len(start) + 1)", "unpacker.decompress(unpacker.unconsumed_tail)"),
        ("no limit on its list of parts", "unpacker.decompress(packed, _LENGTH_BYTES + _MOST_HEADER_BYTES)", "unpacker.decompress(packed, 1 << 28)"),
        ("what it holds unchecked", "    check_parts(parts)\n", ""),
    ),
    *weakenings(
        "domain/recommender/model_checks.py",
        "domain/recommender/test_model_checks.py domain/recommender/file/test_model_file.py",
        ("a model of any size listed", "is_right and 0 <= length <= _MOST[dimension]", "is_right"),
        ("parts of any name", "set(names) | (_MAY_LACK & wanted) != wanted:", "False:"),
        ("a model larger than memory", " > MOST_BYTES:\n", " < 0:\n"),
    ),
    *weakenings(
        "domain/outside_text.py",
        "domain/test_outside_text.py",
        ("signs that turn the direction kept", '_TURNING.sub("", cleaned(text[: most * 4]))', "cleaned(text[: most * 4])"),
        ("control characters kept", 'return _CONTROLS.sub(" ", ', "return str("),
        ("names without end", "return _cut(kept, most) if", "return kept if"),
    ),
    *weakenings(
        "domain/repair/csv_export.py",
        "domain/repair/test_csv_export.py",
        ("formulas in an export", """return f"'{text}" if _FORMULA.match(text) else text""", "return text"),
        ("formulas behind a semicolon", """_LATER_FORMULA.sub(r"\\1'", cell.replace("\\0", ""))""", """cell.replace("\\0", "")"""),
        ("cells without quotes", "quoting=csv.QUOTE_ALL", "quoting=csv.QUOTE_MINIMAL"),
        ("cells cut by a NUL", """cell.replace("\\0", "")""", "cell"),
    ),
]  # fmt: skip

SCREEN = [
    *weakenings(
        "main/system/startup_error.py",
        "main/system/test_startup_error.py",
        ("rich text in the trouble box", "box.setTextFormat(Qt.TextFormat.PlainText)", "box.setTextFormat(Qt.TextFormat.RichText)"),
        ("guessed text in the trouble box", "    box.setTextFormat(Qt.TextFormat.PlainText)\n", ""),
    ),
    *weakenings(
        "ui/hints.py",
        "ui/test_markup.py ui/repair/test_repair_markup.py",
        ("rich text in tooltips", 'return f"<qt>{html.escape(text)}</qt>" if text else ""', "return text"),
    ),
    *weakenings(
        "ui/attention/toasts.py",
        "ui/attention/test_attention.py",
        ("a customer in a toast", 'card.leg.queue_name or tr("WrapUp Desk"),', 'card.leg.customer_name,'),
    ),
]  # fmt: skip

STORAGE_AND_SCREEN: list[Weakening] = [*STORAGE, *HOSTILE, *SCREEN]
