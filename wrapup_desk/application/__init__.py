"""What the program does, without Qt and without the wire."""
