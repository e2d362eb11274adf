"""May these two organisations share this service on this day?"""
