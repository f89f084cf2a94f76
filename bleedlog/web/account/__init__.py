"""Signing in and out, and the account's own page."""
