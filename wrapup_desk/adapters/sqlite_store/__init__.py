"""Keeps submissions and the learnt model in one SQLite file that survives power loss."""

from wrapup_desk.adapters.sqlite_store.store import SqliteStore

__all__ = ["SqliteStore"]
