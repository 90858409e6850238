"""Calendars as others read and write them (iCalendar, RFC 5545)."""
