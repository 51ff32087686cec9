"""The simulated contact centre itself: people, conversations, legs, time."""
