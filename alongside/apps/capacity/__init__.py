"""Dated theatre sessions and beds: offered, held and booked, never twice."""
