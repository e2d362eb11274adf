"""Alongside: NHS organisations and independent hospitals in an area share planned care."""
