"""One module a command: runs it, and says in one clear line why it cannot."""
