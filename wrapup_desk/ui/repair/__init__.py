"""The supervisor's window: finds, judges, fixes and proves wrap-up codes."""
