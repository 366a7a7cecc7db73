"""How wrong are we? The truth of clips, what came out on them, and the figures of it."""
