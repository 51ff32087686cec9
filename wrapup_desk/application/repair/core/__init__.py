"""Decides what the repair desk does: pure functions of a message and the state, by subject."""
