"""The small windows beside the agent's: settings, shortcuts and about."""
