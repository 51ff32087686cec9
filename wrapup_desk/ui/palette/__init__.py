"""The code palette: finds any code of a leg by typing."""
