"""Keeps model files: written whole, fetched once, known by their checksum."""
