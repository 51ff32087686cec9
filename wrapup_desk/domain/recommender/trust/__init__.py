"""Judges how far labels and suggestions can be trusted."""
