"""Teaches a model with an organisation's past conversations."""
