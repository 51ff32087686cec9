"""What both desks stand on: the runtime, the one snapshot, owned tasks, waiting and pacing."""
