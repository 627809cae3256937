"""The rules of a visit."""
