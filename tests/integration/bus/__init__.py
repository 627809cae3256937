"""The bus on a real broker: order, retries, crashes, restarts."""
