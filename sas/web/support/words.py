"""French names of columns, in the words of GLOSSARY.md: one word per name, whatever the record."""

_WORDS = """
accepts: accepte d'être contacté
activities: spécialités (numéros)
active: actif
additional_info: informations complémentaires
added_at: ajouté le
address: adresse
after: après
agenda_updated_at: agenda mis à jour le
aliases: autres mots
amount: montant en euros
asked_by_id: demandée par
at: le
attempts: tentatives
author: auteur
author_territories: territoires de l'auteur (numéros)
before: avant
browser: navigateur
bulk: création en nombre
by: par
cancelled: annulées
capacity: capacité
card_checked_at: carte vérifiée le
changed_at: modifié le
city_radius_km: rayon autour d'une ville (km)
claimed_at: pris en charge le
closed_at: clos ou supprimé le
code: code
commune: commune
computed_at: calculée le
contact_email: adresse électronique du contact
contact_name: contact régional
contact_phone: téléphone du contact
convention: conventionnement
convention_sector: conventionnement
counted: orientations comptées
counted_ids: orientations comptées (numéros)
counts: décomptes
county_radius_km: rayon du département (km)
cpts: CPTS
cpts_id: CPTS
cpts_places: lieux déclarés dans la CPTS (numéros)
created_at: créé le
day: jour
decided_at: décidée le
decided_by: décidée par
declined: déclinées
delegate: délégataire
departement: département
departements: départements
details: détails
difference: écart avec la version précédente
done: faits
edited_at: modifié par la plateforme le
editor_slots_refused: créneaux éditeurs refusés
editors: éditeurs (numéros)
email: adresse électronique
end: fin
ended_at: terminée le
error: erreur
evidence: éléments retenus
excerpt: extrait
exercise_mode: mode d'exercice
expires_at: expire le
failure: motif de l'échec
failures: échecs de suite
family_name: nom
file_identity: identité du fichier
file_name: fichier
finess: FINESS
finished_at: terminé le
first_day: premier jour
for_whom: au nom de
geo_precision: précision du point
given_name: prénom
gp_count: médecins généralistes
has_software: solution de prise de rendez-vous
holidays: jours fériés suspendus
honoured: honorées
host: hôte
hours: horaires
hours_pledged: engagement de deux heures
id: numéro
inactivity_step: courriels d'inactivité envoyés
inactivity_step_at: dernier courriel d'inactivité le
is_active: actif
issuer: émetteur
judged_at: revu le
kind: nature
label: libellé
last_day: dernier jour
last_line: dernière ligne lue
last_login: dernière connexion
last_place_id: dernier lieu fait
last_used_at: dernier usage le
lat: latitude
line: ligne
linked_at: rattachée le
listed_at: annuaire mis à jour le
lon: longitude
made_at: créée le
means: moyen de connexion
modalities: types de consultation (somme)
mode_known: mode d'exercice connu
month: mois
moved_at: avancée le
ms_sante: MS Santé
name: nom
named_by: désigné par
national_id: RPPS ou ADELI
network: réseau
next_read_at: prochaine lecture le
not_honoured: non honorées
number: numéro
opened_at: ouverte le
opening_hours: horaires
orientation: orientation
overbooking: en sus des disponibilités
parent_code: commune de rattachement
participates: participe au SAS
participation: participation au SAS
password_reminded_at: rappel du mot de passe le
password_set_at: mot de passe choisi le
patients: patients
phone: téléphone
phones: téléphones
place: lieu d'exercice
place_id: lieu d'exercice
pledges: s'engage sur deux heures
population: population
postal_code: code postal
postal_codes: codes postaux
practitioner_count: professionnels
practitioners: médecins généralistes
presumed: réputées honorées
profession_code: code de profession
professional: professionnel de santé
professional_id: professionnel de santé
provisional: provisoire
published_city_radius_km: rayon publié autour d'une ville (km)
published_county_radius_km: rayon publié du département (km)
published_lat: latitude publiée
published_lon: longitude publiée
publishes: publie des disponibilités
purpose: objet
quarter: trimestre
read_at: lu le
read_until: lu jusqu'au
reason: motif
region: région
reorientation: forfait de réorientation des urgences
reorientation_package: forfait de réorientation des urgences
replaces: jour remplacé
request_id: requête
requester: demandeur
roles: rôles
rpps_rang: rang RPPS
run: import
saved_at: enregistrée le
seen_run: dernier import
sent_at: envoyé le
series: série
shows: montre ses heures
sign: nature
since: depuis
siret: SIRET
site_finess: FINESS du site
site_name: nom du site
site_siret: SIRET du site
slot: créneau
slots_by: créneaux remontés par
source: source
source_key: clé dans la source
start: début
started_at: commencé le
state: état
step: palier
structure: structure
structure_id: structure
structures: structures
subject: objet
subject_id: numéro de l'objet
subtitle: sous-titre
taken: places prises
territories: territoires
territory_ids: territoires (numéros)
time_zone: fuseau horaire
title: titre
to: destinataire
total: total
tried_at: dernier essai le
unavailable_since: indisponible depuis
until: jusqu'au
updated_at: mis à jour le
useless_after: inutile après
used_at: utilisé le
user: compte
user_id: compte
verb: action
version: version
via: mode de participation
wanted: voulu
weekly: chaque semaine
welcomed: accueils lus
zone: fuseau horaire
zone_communes: communes de la zone
"""
WORDS = dict(line.split(": ", 1) for line in _WORDS.strip().splitlines())
