"""What is played: scripts, files of conversations, and the player."""
