"""Widgets that know nothing of the desks: buttons, labels, bars, panels, dialogs."""
