"""Performs what the repair desk's core decides: reads, stores, delivers, sorts, exports."""
