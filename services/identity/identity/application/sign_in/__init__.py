"""Signing in by proof of who one is: by BankID, or by the word of the provider's broker."""
