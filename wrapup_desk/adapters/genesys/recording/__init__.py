"""Records frames and answers with everything personal replaced, and plays them again."""
