"""What several adapters stand on: an SQLite file, a worker thread, and the proxy settings."""
