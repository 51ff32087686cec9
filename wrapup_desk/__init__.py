"""Suggests and submits Genesys Cloud wrap-up codes before the agent completes."""
