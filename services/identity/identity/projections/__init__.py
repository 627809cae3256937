"""What identity can be asked."""
