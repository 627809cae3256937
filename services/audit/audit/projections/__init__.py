"""What audit can be asked."""
