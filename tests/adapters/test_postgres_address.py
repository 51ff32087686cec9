"""Wherever an address leads, libpq's own ways of saying it included, a foreign server is checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from wrapup_desk.adapters.sql_ledger.postgres_database import PostgresDatabase
from wrapup_desk.application.base.ports import StoreBroken

CHECKED = {"sslmode": "verify-full", "sslrootcert": "system"}
SERVICES = "[team]\nhost=db.example\nuser=robin\n[lax]\nhost=db.example\nsslmode=require\n[here]\nhost=localhost\n"


@pytest.mark.parametrize(
    ("url", "environment", "place", "is_checked"),
    [
        ("postgresql:///desk", {}, "this computer", False),
        ("postgresql://localhost/desk", {}, "this computer", False),
        ("postgresql://127.0.0.2/desk", {}, "this computer", False),
        ("postgresql:///desk?host=/run/postgresql", {}, "this computer", False),
        ("postgresql://db.example/desk", {}, "db.example", True),
        ("postgresql://db.example/desk?sslmode=require", {}, "db.example", False),
        ("postgresql://db.example/desk?hostaddr=10.0.0.5", {}, "db.example", True),
        # The name is only what is checked; the connection goes to the number.
        ("postgresql://localhost/desk?hostaddr=10.0.0.5", {}, "10.0.0.5", True),
        ("postgresql://localhost,db.example/desk", {}, "db.example", True),
        ("postgresql://a.example:1,b.example:2/desk", {}, "a.example, b.example", True),
        ("postgresql:///desk", {"PGHOST": "db.example"}, "db.example", True),
        ("postgresql:///desk", {"PGHOST": "/run/postgresql"}, "this computer", False),
        ("postgresql://db.example/desk", {"PGHOST": "localhost"}, "db.example", True),
        ("postgresql:///desk?service=team", {}, "db.example", True),
        ("postgresql:///desk?service=lax", {}, "db.example", False),
        ("postgresql:///desk?service=here", {}, "this computer", False),
        ("postgresql:///desk", {"PGSERVICE": "team"}, "db.example", True),
        ("postgresql:///desk?service=unknown", {}, "the service unknown", True),
    ],
)
def test_a_foreign_server_has_to_show_a_certificate(
    tmp_path: Path, url: str, environment: dict[str, str], place: str, *, is_checked: bool
) -> None:
    (tmp_path / ".pg_service.conf").write_text(SERVICES)

    database = PostgresDatabase(url, environment, tmp_path)

    assert database.label == f"team store on {place}"
    found = {key: database._settings.get(key) for key in CHECKED}
    assert (found == CHECKED) is is_checked


@pytest.mark.parametrize("url", [
    "postgresql:///desk?hostaddr=10.0.0.5",
    "postgresql://a.example/desk?hostaddr=10.0.0.5,10.0.0.6",
])  # fmt: skip
def test_a_number_without_a_name_cannot_be_checked_and_is_told(tmp_path: Path, url: str) -> None:
    with pytest.raises(StoreBroken, match="hostaddr"):
        PostgresDatabase(url, {}, tmp_path)


def test_a_number_may_stand_alone_where_the_address_says_how_far_it_is_trusted(
    tmp_path: Path,
) -> None:
    database = PostgresDatabase("postgresql:///d?hostaddr=10.0.0.5&sslmode=require", {}, tmp_path)

    assert database.label == "team store on 10.0.0.5"
