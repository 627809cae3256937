"""The plane in pure Python: the first implementation, and the reference for any other."""
