"""Runs the supervisor's repair desk: find, judge, fix, prove."""
