"""Every text that may be changed, with the words of the service's guides: here and nowhere else (F-230)."""

from sas.rooms.texts.rules.catalogue.dashboards import DASHBOARDS
from sas.rooms.texts.rules.catalogue.entries import Placeholder, Text
from sas.rooms.texts.rules.catalogue.mails_accounts import ACCOUNT_MAILS
from sas.rooms.texts.rules.catalogue.mails_assistance import ASSISTANCE_MAILS
from sas.rooms.texts.rules.catalogue.mails_cards import CARD_MAILS
from sas.rooms.texts.rules.catalogue.mails_delegations import DELEGATION_MAILS
from sas.rooms.texts.rules.catalogue.mails_digests import DIGEST_MAILS
from sas.rooms.texts.rules.catalogue.mails_editors import EDITOR_MAILS
from sas.rooms.texts.rules.catalogue.mails_orientations import ORIENTATION_MAILS
from sas.rooms.texts.rules.catalogue.pages import BANNER, PAGES, VISITORS_BANNER, welcome_key
from sas.rooms.texts.rules.catalogue.public_pages import PUBLIC_PAGES
from sas.rooms.texts.rules.catalogue.settings import SETTINGS

__all__ = ["BANNER", "CATALOGUE", "VISITORS_BANNER", "Placeholder", "Text", "welcome_key"]

_MAILS = (
    *ACCOUNT_MAILS,
    *ASSISTANCE_MAILS,
    *CARD_MAILS,
    *DELEGATION_MAILS,
    *DIGEST_MAILS,
    *EDITOR_MAILS,
    *ORIENTATION_MAILS,
)
CATALOGUE = {one.key: one for one in (*PAGES, *PUBLIC_PAGES, *DASHBOARDS, *SETTINGS, *_MAILS)}
