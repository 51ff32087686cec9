"""What is scrolled where the height does not do, with no line of it cut."""
