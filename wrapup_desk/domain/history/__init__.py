"""Holds what a past leg is, and the names an organisation gives; pure values, no I/O."""
