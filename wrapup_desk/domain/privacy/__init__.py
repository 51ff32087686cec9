"""Says what of people's words and numbers may be kept and logged."""
