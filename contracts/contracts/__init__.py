"""What the services say to each other: events, calls and refusals."""
