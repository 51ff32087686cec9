"""Decides, without waiting or calling back: one message in, the new state and effects out."""
