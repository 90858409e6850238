"""What is said of cards: why one is not let in."""

from collections.abc import Collection
from enum import Enum

from sas.adapters.psc.values import Doubt

MAY_NOT_ENTER = (
    "Votre carte est reconnue, mais le compte qu'elle ouvre est désactivé ou n'a plus de rôle sur la plateforme. "
    "Rapprochez-vous du gestionnaire de comptes de votre territoire."
)
CARD_LINK_OVER = "Ce lien a expiré ou a déjà servi : il est valable cinq minutes et une seule fois."
CARD_LINK_ELSEWHERE = (
    "Ce lien ne s'ouvre que dans le navigateur où vous vous êtes identifié avec Pro Santé Connect. "
    "Copiez son adresse dans ce navigateur, tant que les cinq minutes ne sont pas écoulées. "
    "Si vous n'avez rien demandé, fermez cette page : rien n'a été fait."
)
TOO_MANY_CARD_MAILS = (
    "Plusieurs courriels ont déjà été demandés pour cette carte ou vers cette adresse. "
    "Consultez vos courriels indésirables, ou réessayez dans une demi-heure."
)
_NOT_VERIFIED = (
    "La réponse de Pro Santé Connect n'a pas pu être vérifiée : vous n'êtes pas connecté. Recommencez ; si cela se "
    "reproduit, signalez-le en indiquant l'heure de votre essai."
)
_REFUSALS = {
    Doubt.CANCELLED: "Vous avez annulé votre identification avec Pro Santé Connect : vous n'êtes pas connecté.",
    Doubt.STATE: "Cette identification n'est plus valable : elle a déjà servi, ou elle a été commencée dans un autre "
    "onglet ou il y a trop longtemps. Recommencez depuis la page de connexion.",
    Doubt.CODE: "Cette identification n'est plus valable : elle a déjà servi. Recommencez depuis la page de connexion.",
    Doubt.PROVIDER_ERROR: "Pro Santé Connect n'a pas pu vous identifier. Vérifiez votre carte ou votre application "
    "e-CPS, puis recommencez.",
    Doubt.ACR: "Pro Santé Connect vous a identifié à un niveau de garantie insuffisant pour cette plateforme. "
    "Recommencez avec votre carte ou votre application e-CPS.",
    Doubt.NATIONAL_ID: "Pro Santé Connect n'a pas transmis votre identifiant national : la plateforme ne peut pas "
    "vous reconnaître.",
}


class CardObstacle(Enum):
    """Why a proven address and a card do not come together, as told behind the link."""

    CARD_TAKEN = "Votre carte ouvre déjà un compte : revenez à la page de connexion et identifiez-vous de nouveau."
    OTHER_CARD = (
        "Le compte qui a cette adresse est déjà lié à une autre carte. Si cette carte n'est plus la vôtre, "
        "rapprochez-vous du gestionnaire de comptes de votre territoire."
    )
    OTHER_HOLDER = (
        "Le compte qui a cette adresse est celui d'un autre professionnel, ou attend une autre carte que la vôtre. "
        "Vérifiez l'adresse saisie, ou rapprochez-vous du gestionnaire de comptes de votre territoire."
    )
    MAY_NOT_ENTER = (
        "Le compte qui a cette adresse est désactivé ou n'a plus de rôle sur la plateforme. "
        "Rapprochez-vous du gestionnaire de comptes de votre territoire."
    )
    PROFESSIONAL_TAKEN = (
        "Un compte existe déjà à votre nom, avec une autre adresse électronique. Vérifiez vos informations de profil "
        "et saisissez cette autre adresse. Si vous ne la connaissez pas ou n'y avez plus accès, rapprochez-vous du "
        "gestionnaire de comptes de votre territoire."
    )


def may_enter(is_active: bool, roles: Collection[str]) -> bool:  # noqa: FBT001  a column
    """Only active accounts with a role (F-026, F-027)."""
    return is_active and bool(roles)


def card_refusal(doubt: Doubt) -> str:
    """What somebody reads whose return from Pro Santé Connect is refused."""
    return _REFUSALS.get(doubt, _NOT_VERIFIED)
