"""Calls of pywa against the WhatsApp emulator."""
