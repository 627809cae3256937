"""What visit-media can be asked, and what it has heard."""
