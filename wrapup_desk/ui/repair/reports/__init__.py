"""The page of reports and its charts."""
