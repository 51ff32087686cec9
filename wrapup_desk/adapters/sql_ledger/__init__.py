"""Keeps corrections and their audit trail in SQL: SQLite for one computer, PostgreSQL for a team."""
