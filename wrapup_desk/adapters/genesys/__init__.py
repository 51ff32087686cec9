"""Genesys Cloud: OAuth, REST and the notification stream."""
