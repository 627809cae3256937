"""The only door for browsers: HTTP in, calls to the services out, and what happens told live."""
