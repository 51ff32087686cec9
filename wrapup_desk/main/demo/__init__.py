"""Shows the program at work on the embedded simulator, by real keys and clicks."""
