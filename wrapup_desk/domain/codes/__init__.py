"""Reads a list of code names: its levels, its tree, and what tells two names apart."""
