"""The ledger's tables and their versions, in the SQL of both databases.

Times are ISO 8601 text in UTC with microseconds, which sorts as time does; what the audit trail
seals is exactly what is stored. A version once released never changes: a change is a new one.
"""

from __future__ import annotations

from wrapup_desk.adapters.sql_ledger.database import MigrationStep
from wrapup_desk.adapters.sql_ledger.trail import seal_what_there_is

_TABLES = (
    """
    CREATE TABLE corrections (
        id TEXT PRIMARY KEY,
        place BIGINT NOT NULL,
        batch_id TEXT NOT NULL,
        conversation_id TEXT NOT NULL,
        participant_id TEXT NOT NULL,
        communication_id TEXT NOT NULL,
        media TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        queue_id TEXT NOT NULL,
        from_code_id TEXT NOT NULL,
        to_code_id TEXT NOT NULL,
        to_code_name TEXT NOT NULL,
        who_id TEXT NOT NULL,
        who_name TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        reason TEXT NOT NULL,
        note TEXT NOT NULL,
        state TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        seen_count INTEGER NOT NULL,
        version INTEGER NOT NULL,
        way TEXT NOT NULL,
        answer TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        is_in_attributes INTEGER NOT NULL,
        undoes_id TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX corrections_by_place ON corrections (place)",
    "CREATE INDEX corrections_by_leg ON corrections (communication_id, place)",
    "CREATE INDEX corrections_by_batch ON corrections (batch_id, place)",
    "CREATE INDEX corrections_by_change ON corrections (changed_at)",
    # The last word on two supervisors at one row: the database itself holds no two of them.
    """
    CREATE UNIQUE INDEX corrections_on_their_way
        ON corrections (conversation_id, participant_id, communication_id)
        WHERE state IN ('planned', 'sent', 'accepted')
    """,
    """
    CREATE TABLE batches (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        who_id TEXT NOT NULL,
        who_name TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        reason TEXT NOT NULL,
        count INTEGER NOT NULL,
        undoes_id TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE audit (
        number BIGINT PRIMARY KEY,
        at TEXT NOT NULL,
        who_id TEXT NOT NULL,
        who_name TEXT NOT NULL,
        action TEXT NOT NULL,
        conversation_id TEXT NOT NULL,
        participant_id TEXT NOT NULL,
        communication_id TEXT NOT NULL,
        from_code TEXT NOT NULL,
        to_code TEXT NOT NULL,
        reason TEXT NOT NULL,
        answer TEXT NOT NULL,
        batch_id TEXT NOT NULL,
        correction_id TEXT NOT NULL,
        note TEXT NOT NULL,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL
    )
    """,
)

# The program never changes an entry; these keep a slip of anybody's hand from doing it. Who
# removes them and edits the table breaks the chain of hashes, which shows.
_SQLITE_GUARDS = tuple(
    f"""
    CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail cannot be changed'); END
    """
    for verb in ("UPDATE", "DELETE")
)
_POSTGRES_GUARDS = (
    """
    CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit trail cannot be changed'; END $$
    """,
    """
    CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
        FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()
    """,
    """
    CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()
    """,
)


def _team_tables(bytes_type: str) -> tuple[str, ...]:
    """Return what a team shares besides corrections: models, and what could not be delivered."""
    return (
        f"""
        CREATE TABLE models (
            version BIGINT PRIMARY KEY,
            sha256 TEXT NOT NULL,
            size_bytes BIGINT NOT NULL,
            published_at TEXT NOT NULL,
            who_id TEXT NOT NULL,
            who_name TEXT NOT NULL,
            content {bytes_type} NOT NULL
        )
        """,
        """
        CREATE TABLE undelivered (
            conversation_id TEXT NOT NULL,
            participant_id TEXT NOT NULL,
            communication_id TEXT NOT NULL,
            media TEXT NOT NULL,
            agent_id TEXT NOT NULL,
            queue_name TEXT NOT NULL,
            code_id TEXT NOT NULL,
            code_name TEXT NOT NULL,
            decider TEXT NOT NULL,
            decided_at TEXT NOT NULL,
            hung_up_at TEXT NOT NULL,
            revision BIGINT NOT NULL,
            state TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (conversation_id, participant_id, communication_id)
        )
        """,
        "CREATE INDEX undelivered_by_time ON undelivered (decided_at)",
    )


# What stands beside the codes, each answer of Genesys, and the code before any correction.
_BESIDE_CODES = (
    *(
        f"ALTER TABLE corrections ADD COLUMN {name} TEXT NOT NULL DEFAULT '{empty}'"
        for name, empty in (
            ("tags", "[]"),
            ("from_note", ""),
            ("from_tags", "[]"),
            ("tries", "[]"),
            ("first_code_id", ""),
        )
    ),
    "UPDATE corrections SET first_code_id = from_code_id",
)

# What rules did, which rows each entry of the trail covers, where the trail ends, and the rules.
_RULES_AND_SEALS: tuple[MigrationStep, ...] = (
    *(
        f"ALTER TABLE {table} ADD COLUMN {name} TEXT NOT NULL DEFAULT ''"
        for table, name in (
            ("corrections", "rule"),
            ("batches", "rule"),
            ("audit", "rule"),
            ("audit", "covers"),
        )
    ),
    "CREATE TABLE trail_end (number BIGINT NOT NULL, hash TEXT NOT NULL)",
    """
    CREATE TABLE rule_lists (
        name TEXT PRIMARY KEY,
        rules TEXT NOT NULL,
        who_id TEXT NOT NULL,
        who_name TEXT NOT NULL,
        changed_at TEXT NOT NULL
    )
    """,
    seal_what_there_is,
)

_Migrations = tuple[tuple[MigrationStep, ...], ...]
SQLITE_MIGRATIONS: _Migrations = (
    (*_TABLES, *_SQLITE_GUARDS),
    _team_tables("BLOB"),
    _BESIDE_CODES,
    _RULES_AND_SEALS,
)
POSTGRES_MIGRATIONS: _Migrations = (
    (*_TABLES, *_POSTGRES_GUARDS),
    _team_tables("BYTEA"),
    _BESIDE_CODES,
    _RULES_AND_SEALS,
)
