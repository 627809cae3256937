"""Malformed, mutated and unwanted input for the media server; docs/media-safety.md says what is asserted."""
