"""The small windows beside the agent's: settings, shortcuts, help and about."""
