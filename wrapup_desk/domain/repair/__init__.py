"""Holds the rules by which a supervisor finds and corrects codes; pure values, no I/O."""
