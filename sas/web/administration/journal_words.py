"""The trail in French: closed lists of acts, of things and of fields, which a test compares with the code."""

from sas.rooms.availability.enums import ChangeKind

_ACTS = """
accept_delegation: Demande de délégation acceptée
accept_terms: Conditions générales acceptées
add_training_block: Contenu de formation ajouté
add_training_page: Page de formation ajoutée
answered_assistance: Demande d'assistance répondue
ask_assistance: Demande d'assistance envoyée
ask_card_link: Lien de rattachement de carte demandé
ask_extract: Extraction demandée
ask_new_address: Changement d'adresse demandé
ask_rebuild: Reconstruction de l'index demandée
ask_reset: Nouveau mot de passe demandé
attach_card: Carte rattachée
cancel_orientation: Orientation annulée
card_logout: Déconnexion dite par Pro Santé Connect
card_refused: Connexion par carte refusée
change_address: Adresse électronique changée
change_card_subject: Identité de carte renouvelée
change_help: Réponse de la FAQ modifiée
change_password: Mot de passe changé
choose_digest: Résumé par courriel choisi
choose_password: Mot de passe choisi
close_account: Compte supprimé
close_calendar_feed: Adresse de l'agenda fermée
close_fhir_client: Accès d'un programme fermé
close_month: Mois clos
closed_assistance: Demande d'assistance close
comment_delegation: Demande de délégation commentée
count_day: Jour compté pour le pilotage
create_account: Compte créé
create_help: Question de la FAQ créée
create_territory: Territoire créé
deactivate_account: Compte désactivé
decline_orientation: Orientation refusée par l'effecteur
delete_search_word: Mot de recherche supprimé
delete_suggestion: Recherche suggérée supprimée
delete_territory: Territoire supprimé
edit_account: Compte modifié
edit_radii: Rayons de recherche modifiés
edit_territory: Territoire modifié
end_bulk: Création de comptes en nombre terminée
end_rebuild: Reconstruction de l'index terminée
end_session: Session fermée
end_sessions: Autres sessions fermées
expire_extract: Extraction expirée
export_accounts: Comptes exportés
export_avenant9: Tableau de l'avenant 9 exporté
export_centres: Tableau des centres de santé exporté
extract_failed: Extraction en échec
extract_not_sent: Extraction non envoyée
extract_ready: Extraction prête
finish_import: Import terminé
forget_person: Personne oubliée du journal
free_place: Place rendue
grant_login: Connexion déléguée à un éditeur accordée
in_hand_assistance: Demande d'assistance prise en charge
leave_package: Établissement retiré du forfait de réorientation
list_file: Fichier de données d'autrui pris
list_page: Liste de données d'autrui lue
list_support: Liste lue au support
load_agendas: Agendas chargés
load_help: FAQ livrée chargée
load_settings: Participations chargées
login_at_editor: Connexion chez un éditeur
mark_honoured: Orientation honorée
mark_not_honoured: Orientation non honorée
move_help: Question de la FAQ déplacée
name_member: Professionnel ayant reçu le patient désigné
note_editors: Créneaux des éditeurs relevés
open_calendar_feed: Adresse de l'agenda ouverte
open_fhir_client: Accès d'un programme ouvert
open_session: Session ouverte
orient: Patient orienté
orient_refused: Orientation impossible
publish_help: Réponse de la FAQ publiée
publish_terms: Conditions générales publiées
publish_text: Texte publié
publish_training_block: Contenu de formation publié
publish_training_page: Page de formation publiée
purge: Données arrivées à leur terme retirées
purge_failed: Retrait de données en échec
raise_training_block: Contenu de formation remonté
reactivate_account: Compte réactivé
read_calendar: Agenda personnel lu
read_file: Fichier d'autrui pris
read_page: Données d'autrui lues
read_support: Fiche lue au support
read_welcome: Accueil lu
receive_appointment: Rendez-vous signalé par un éditeur
recompute_month: Mois recalculé
refuse_delegation: Demande de délégation refusée
refuse_login: Connexion déléguée refusée
refuse_lrm_call: Appel d'un logiciel de régulation refusé
refuse_orientation_mails: Courriels d'orientation refusés
remind_password: Rappel de changement de mot de passe envoyé
remove_calendar_source: Agenda personnel retiré
remove_delegation: Délégation retirée
remove_rights: Droits retirés pour inactivité
remove_training_block: Contenu de formation supprimé
remove_training_page: Page de formation supprimée
renew_calendar_feed: Adresse de l'agenda renouvelée
renew_editor_secret: Secret d'un éditeur renouvelé
replace_card: Carte remplacée
request_delegation: Délégation demandée
resend_welcome: Message de bienvenue renvoyé
restore_radii: Rayons de recherche rétablis
restore_text: Texte rétabli
save_editor: Éditeur enregistré
save_editor_login: Connexion déléguée d'un éditeur enregistrée
save_lrm: Logiciel de régulation enregistré
save_search_word: Mot de recherche enregistré
save_settings: Paramètres de participation enregistrés
save_structure_settings: Paramètres d'une structure enregistrés
save_suggestion: Recherche suggérée enregistrée
save_territory: Territoire chargé
rotate_secrets: Secrets chiffrés avec les clés actuelles
send_account_again: Compte transmis de nouveau à un éditeur
send_extract: Extraction envoyée
send_lrm_message_again: Message au logiciel de régulation renvoyé
send_mail_again: Courriel renvoyé
send_reset: Lien de nouveau mot de passe envoyé
set_calendar_source: Agenda personnel indiqué
show_bulk: Fichier de comptes lu
sign_in: Connexion
sign_in_refused: Connexion refusée
sign_out: Déconnexion
start_bulk: Création de comptes en nombre lancée
start_import: Import lancé
take_extract: Extraction téléchargée
take_own_data: Fichier de ses propres données pris
take_package: Établissement inscrit au forfait de réorientation
take_place: Place prise
tidy_assistance: Demandes d'assistance répondues closes
try_editor: Éditeur essayé
verify_journal: Journal vérifié
want_orientation_mails: Courriels d'orientation acceptés
warn_inactivity: Avertissement d'inactivité envoyé
warn_of_certificate: Fin d'un certificat annoncée
withdraw_help: Question de la FAQ retirée
withdraw_training_block: Contenu de formation retiré
withdraw_training_page: Page de formation retirée
"""
_THINGS = """
appointment: Rendez-vous signalé
assistance_file: Pièce jointe
assistance_request: Demande d'assistance
availability: Agendas
bulk: Création en nombre
card: Carte
certificate: Certificat
delegation_request: Demande de délégation
departement: Département
editor: Éditeur
editor_account: Compte transmis à un éditeur
editor_trial: Essai d'un éditeur
extract: Extraction
fhir_client: Programme
help_entry: Question de la FAQ
import_run: Import
indicators: Avenant 9
journal: Journal
link: Lien
logout_token: Déconnexion
lrm: Logiciel de régulation
lrm_message: Message au logiciel de régulation
mail: Courriel
orientation: Orientation
orientation_request: Demande d'orientation
participation: Participations
piloting: Pilotage
place: Lieu d'exercice
platform: Plateforme
professional: Professionnel
rebuild: Reconstruction
retention: Conservation des données
search_word: Mot de recherche
structure: Structure
suggestion: Recherche suggérée
terms: Conditions générales
territory: Territoire
text: Texte
training_block: Contenu de formation
training_page: Page de formation
user: Compte
"""
_FIELDS = """
accept: format demandé
accounts_sent: comptes transmis
active: actif
appointment_system: système des rendez-vous
base_url: adresse du service
booking_origin: origine des liens de réservation
calendars: adresses d'agendas
city_radius_km: rayon autour d'une ville (km)
client_cn: nom du certificat présenté (CN)
client_ou: unité du certificat présenté (OU)
commune_id: commune
contact_email: adresse électronique du contact
contact_name: nom du contact
contact_phone: téléphone du contact
county_radius_km: rayon du département (km)
cpts_places: lieux via la CPTS
cpx_number: numéro de carte
delegate: délégataire
delegated_professional_id: délégations de professionnels
delegated_structure_id: délégations de structures
departements: départements
editor_slots_refused: créneaux d'éditeur refusés
editors: éditeurs
email: adresse électronique
end_to_end: réservation par le logiciel
environment: environnement
expected_cn: nom de certificat attendu (CN)
expected_ou: unité de certificat attendue (OU)
family_name: nom
given_name: prénom
gp_count: médecins généralistes
has_software: a un logiciel
hosts: machines admises
hours_pledged: heures engagées
hub_name: nom sur le Hub Santé
is_active: actif
lat: latitude
lon: longitude
lost: secrets illisibles
name: nom
origin: origine
owners: agendas confiés
page_size: réponses par page
participates: participe
per_minute: questions par minute
persons: clés de personnes
practitioner_count: praticiens
professional: professionnel
professional_id: professionnel
reason: motif
reason_length: longueur du motif
redirect_uris: adresses de retour
reorientation_package: forfait de réorientation
roles: rôles
sessions: sessions par carte
slots_asked: créneaux demandés
state: état
structure: structure
structures: structures
territories: territoires
text: texte
until: jusqu'au
via: voie de participation
"""


def _words(told: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in told.strip().splitlines())


ACTS = {kind.value: f"Agenda : {kind.label[0].lower()}{kind.label[1:]}" for kind in ChangeKind} | _words(_ACTS)
THINGS = _words(_THINGS)
FIELDS = _words(_FIELDS)
FAMILIES = {"professional": "professionnel", "structure": "structure"}
"""Whose thing was acted on."""
