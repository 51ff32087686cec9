"""Brings each decision to disk and to the server, and says what became of it."""
