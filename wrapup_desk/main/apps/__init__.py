"""Builds the programs: the agent's desk and the repair desk, with and without a window."""
