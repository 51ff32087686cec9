"""My day: what this agent coded today, what waits, and what failed."""
