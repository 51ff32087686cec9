"""Menus that fit the screen whole, and the chips that open them."""
