"""Drafts notes from what was said, in its own words only, and fills note templates."""
