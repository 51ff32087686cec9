"""Checks an installation against its organisation, and finds out what documents leave open."""
