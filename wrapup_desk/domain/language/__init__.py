"""Says texts, numbers and days in the language that is in use; English is the key."""
