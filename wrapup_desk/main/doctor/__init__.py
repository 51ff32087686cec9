"""Checks an installation, probes its organisation, records and replays: the doctor's commands."""
