"""Speaks HTTP with Genesys Cloud: sign-in, tokens, regions, requests, their errors and pacing."""
