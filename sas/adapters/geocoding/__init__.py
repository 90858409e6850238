"""Addresses to points through a service that speaks the protocol of the Base Adresse Nationale (GEOCODER_URL)."""
