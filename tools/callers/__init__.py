"""Light callers: they speak to the media server as real clients do, but neither encode nor decode anything."""
