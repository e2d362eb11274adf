"""Writes of the list. Each is one transaction with its audit row."""

from alongside.apps.waiting.actions.loading import load_pathways

__all__ = ["load_pathways"]
