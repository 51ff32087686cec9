"""The agent's desk: a pure core that decides, and the parts that carry out what it decided."""
