"""Stands in for a Windows computer on Linux: a Wine prefix made fit for Python and Qt."""
