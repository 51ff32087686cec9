"""What several adapters stand on: an SQLite file that survives power loss, and a worker thread."""
