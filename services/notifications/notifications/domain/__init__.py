"""What a notice is, and who is told what."""
