"""Models that each have an opinion on every code."""
