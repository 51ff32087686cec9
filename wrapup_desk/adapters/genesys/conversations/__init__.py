"""The agent's conversations: their events, their codes, and what a gap in the news hid."""
