"""The notification channel: a protocol without I/O, and the driver that does what it asks."""
