"""The agent's window: Qt only, no network, no disk, no waiting."""
