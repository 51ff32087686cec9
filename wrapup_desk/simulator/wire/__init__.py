"""The JSON of the public API: snapshots, events, errors."""
