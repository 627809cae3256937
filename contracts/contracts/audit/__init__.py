"""What the audit service answers."""
