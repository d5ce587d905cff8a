"""Texts that nobody writes in good faith: too long, too odd, or made to deceive."""
