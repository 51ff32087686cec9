"""Qt widgets: they draw a snapshot and send wishes, and know nothing else."""
