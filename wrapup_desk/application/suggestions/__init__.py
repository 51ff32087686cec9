"""Keeps the recommender informed about each open leg, and asks it for suggestions."""
