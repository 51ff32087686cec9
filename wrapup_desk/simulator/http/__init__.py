"""What the simulator answers over REST."""
