"""What is asked of a contact centre's past: ports and values that repairing and learning share."""
