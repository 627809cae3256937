"""LiveKit's server API over our rooms: RoomService, webhooks, and a view for operators."""
