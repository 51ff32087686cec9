"""Tells of what is due without taking the focus: badge, flash, toast, sound; and comes when called."""
