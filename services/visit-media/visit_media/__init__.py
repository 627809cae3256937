"""Who is in which room, and the media that passes between them."""
