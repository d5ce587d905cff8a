"""English: every English word that the engine knows stands in this folder."""
