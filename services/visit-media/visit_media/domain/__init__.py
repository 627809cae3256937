"""The rules of coming and going."""
