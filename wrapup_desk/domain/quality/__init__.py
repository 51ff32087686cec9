"""Judges how good the codes of a contact centre are: samples, agents' figures, code lists."""
