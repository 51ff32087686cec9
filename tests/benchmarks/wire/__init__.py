"""Benchmarks of what comes over the wire."""
