from __future__ import annotations

import json

from wrapup_desk.application.doctor.findings import (
    CheckId,
    CheckOutcome,
    Finding,
    not_checked,
    right,
)
from wrapup_desk.application.doctor.report import as_json, as_report, line_of, summary_of

PRIVATE = (
    "robin.canary@example.com",
    "5b3f0a4e-6f0e-4a53-9b0c-0d7c2d9f1a11",
    "10.20.30.40",
    "fe80::1ff:fe23:4567:890a",
    "wss://streaming.example.com/channels/streaming-5-abc",
    "a" * 40,
    "/home/canary/profile",
    r"C:\Users\Canary\profile",
)
FINDINGS = (
    right(CheckId.DISK, "there is room", detail="CANARY detail"),
    Finding(CheckId.TLS, CheckOutcome.WRONG, "odd", "Ask.", detail="signed by CANARY"),
    Finding(CheckId.API_HOST, CheckOutcome.WARNING, "; ".join(PRIVATE)),
)


def test_a_report_to_be_mailed_holds_nobodys_data() -> None:
    report = as_report(FINDINGS, {"Program": "1.2.3"})

    assert [private for private in (*PRIVATE, "CANARY") if private in report] == []
    assert "Program: 1.2.3" in report
    assert "✗ TLS — wrong: odd → Ask." in report


def test_what_an_administrator_needs_stays_in_the_report() -> None:
    kept = (
        "api.mypurecloud.com.au answers; register http://localhost:53682/oauth/callback;"
        " v2.users.{id}.conversations.summaries;"
        " speechAndTextAnalytics:data:view; speech-and-text-analytics:readonly"
    )

    assert kept in as_report([right(CheckId.PORTS, kept)], {})


def test_the_screen_and_the_json_have_the_details() -> None:
    assert line_of(FINDINGS[1]) == "✗ TLS — wrong: odd (signed by CANARY) → Ask."
    document = json.loads(as_json(FINDINGS))
    assert document["result"] == "wrong"
    assert [row["detail"] for row in document["findings"]][:2] == [
        "CANARY detail",
        "signed by CANARY",
    ]


def test_one_sentence_counts_what_is_not_right() -> None:
    assert summary_of(FINDINGS) == "3 lines; wrong: 1, warning: 1."
    assert summary_of(FINDINGS[:1]) == "1 line; all is right."


def test_a_check_that_could_not_be_made_says_so_once() -> None:
    line = line_of(not_checked(CheckId.TOPICS, "“sign-in” has to be right first"))

    assert line == "? Topics — not checked: “sign-in” has to be right first"
