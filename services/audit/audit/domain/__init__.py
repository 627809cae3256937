"""What an access is."""
