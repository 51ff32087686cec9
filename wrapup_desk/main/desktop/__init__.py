"""Joins the agent's window and the desktop around it: its keys, its toasts, its sound."""
