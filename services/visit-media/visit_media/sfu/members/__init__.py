"""What the media server does for each client, told to the plane and heard from it."""
