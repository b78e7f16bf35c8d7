"""Steps of the history, oldest first by their numbers."""
