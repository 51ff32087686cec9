"""Looks at the line, the account and a test conversation, for the check of an installation."""
