"""The platform under the API: tokens, channels, sockets, limits, rules and faults."""
