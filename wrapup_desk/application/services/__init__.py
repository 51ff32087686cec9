"""What stands around the desk: sign-in, newer versions, reports, work without a window."""
