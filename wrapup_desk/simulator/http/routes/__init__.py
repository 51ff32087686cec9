"""The routes of the REST API, the login host and the simulator's own side."""
