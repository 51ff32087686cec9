"""The simulated past: invented by seed, filtered and shown as analytics does."""
