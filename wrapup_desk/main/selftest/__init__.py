"""Tries every part of the installed program once."""
