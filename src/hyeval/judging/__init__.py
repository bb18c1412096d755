"""Judges: a rubric makes a response into a question, one judge or several answer it, and a score comes of it."""
