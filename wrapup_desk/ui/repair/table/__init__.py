"""The table of past legs, with its filters, columns and views."""
