"""The check of this installation beside the agent's window."""
