"""Writes a model to one checked file of plain arrays, and reads it."""
