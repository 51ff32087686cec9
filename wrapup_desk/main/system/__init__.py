"""Joins the program and the system: profile, processes, browser, start and end."""
