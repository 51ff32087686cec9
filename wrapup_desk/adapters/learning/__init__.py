"""Keeps what learning needs on this computer: outcomes of suggestions, and an unfinished run."""
