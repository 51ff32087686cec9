"""Files of the profile, exports and models: each written whole, or the old one left."""
