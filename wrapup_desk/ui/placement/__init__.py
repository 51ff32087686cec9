"""Where the agent's window stands: along a screen's edge, on each set of monitors, in which form."""
