"""How long what belongs to an account is kept (docs/data-protection.md)."""

from datetime import timedelta

LINKS_KEPT = timedelta(days=30)
"""After a link has expired."""

DEMANDS_KEPT = timedelta(days=1)
"""After a demand has expired: it is nobody's yet, and holds an address that was only typed."""

GUARDS_KEPT = timedelta(days=1)
"""After the last failure to sign in."""

GRANTS_KEPT = timedelta(days=1)
"""After a delegated login was made."""

REQUESTS_MONTHS = 12
"""After a delegation request was decided."""

UNUSED_MONTHS = 24
"""After the last sign-in of an account that lets nobody in any more."""

CLOSED_AT_ONCE = 500
"""Unused accounts closed in one night, at most: each is a dozen statements, and all stay locked until the end."""
