"""Gatepost: the gate between an academy and its official social accounts."""

__version__ = "0.1.0"
