"""Threats to staff and the police: the threatened person is asked first, and nobody overrules them alone (P49, INSP-16.5, S22.3)."""
