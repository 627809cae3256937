"""What the audit service tells everyone: nothing.

Who read whose data is told to those who ask and may know, by `ListAccesses`; no other service acts on it.
"""
