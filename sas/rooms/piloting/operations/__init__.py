"""The verbs of piloting."""
