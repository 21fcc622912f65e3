"""Readers of the fetched models: one file for each, and no more of it than the surveys ask for."""
