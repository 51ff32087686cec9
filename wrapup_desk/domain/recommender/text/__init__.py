"""Turns talk and the names of codes into numbers."""
