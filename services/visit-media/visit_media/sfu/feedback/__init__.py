"""What is told to senders so that what they send arrives and fits."""
