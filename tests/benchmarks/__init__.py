"""Benchmarks: what the program is worth, and what it costs, printed by one command each."""
