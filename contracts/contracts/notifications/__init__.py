"""What the notifications service tells and answers."""
