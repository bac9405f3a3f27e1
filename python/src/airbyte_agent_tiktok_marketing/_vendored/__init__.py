"""Paths under which the original keeps what callers import."""
