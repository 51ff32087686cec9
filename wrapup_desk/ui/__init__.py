"""The windows: Qt only, no network, no disk, no waiting."""
