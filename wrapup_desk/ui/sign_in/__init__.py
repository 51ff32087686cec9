"""The way in: a newcomer's first steps, signing in, and the wait for the browser."""
