"""What supervisors see: past conversations, and live news of whole queues."""
