"""One interaction as a card: its appearance, its words and its parts."""
