"""Practice for newcomers: a made-up interaction in a real card, with the real keys."""
