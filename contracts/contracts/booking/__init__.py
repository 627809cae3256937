"""What the booking service tells and answers."""
