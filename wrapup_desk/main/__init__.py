"""Composition: plain constructor calls, top to bottom the list of what the program is made of."""
