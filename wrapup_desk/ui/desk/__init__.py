"""The agent's window and what is around the cards."""
