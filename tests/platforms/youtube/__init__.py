"""YouTube: its adapter against a small YouTube on loopback."""
