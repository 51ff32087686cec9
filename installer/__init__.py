"""Builds the Windows installer and proves it, on Linux under Wine or on Windows itself."""
