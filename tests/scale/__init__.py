"""Feedmill on several machines, as real processes on a real PostgreSQL, killed and paused."""
