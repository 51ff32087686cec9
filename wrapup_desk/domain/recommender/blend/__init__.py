"""Weighs the experts, and what others propose, into one ranking."""
