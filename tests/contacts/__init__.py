"""Contacts: the list, uploads and choosing among them."""
