"""Others' services, played as faithfully as their tests need them."""
