"""Who and where."""

from sas.web.support.records.record import Record

DIRECTORY = (
    Record(
        "directory.professional",
        "professionnel de santé",
        "professionnels de santé",
        "id national_id title family_name given_name profession_code",
        "id national_id family_name given_name",
        "id national_id",
    ),
    Record(
        "directory.structure",
        "structure",
        "structures",
        "id kind name finess siret address postal_code commune lat lon phones zone_communes source source_key seen_run"
        " closed_at",
        "id kind name finess postal_code closed_at",
        "id finess siret source_key",
    ),
    Record(
        "directory.place",
        "lieu d'exercice",
        "lieux d'exercice",
        "id professional structure activities name site_name site_finess site_siret rpps_rang address postal_code"
        " commune departement lat lon geo_precision phones time_zone convention_sector exercise_mode ms_sante"
        " opening_hours source source_key seen_run closed_at updated_at",
        "id name professional structure postal_code closed_at",
        "id professional structure site_finess source_key",
    ),
    Record(
        "directory.cptsmembership",
        "inscription à une CPTS",
        "inscriptions à une CPTS",
        "id cpts professional since",
        "id cpts professional since",
        "id cpts professional",
    ),
    Record(
        "directory.territory",
        "territoire",
        "territoires",
        "id name departements contact_name contact_phone contact_email",
        "id name contact_name",
    ),
    Record(
        "directory.departement",
        "département",
        "départements",
        "code name region lat lon county_radius_km city_radius_km time_zone edited_at published_lat published_lon"
        " published_county_radius_km published_city_radius_km",
        "code name county_radius_km city_radius_km edited_at",
        "code",
    ),
    Record(
        "directory.commune",
        "commune",
        "communes",
        "code name departement parent_code postal_codes population lat lon time_zone",
        "code name departement postal_codes",
        "code",
    ),
    Record(
        "directory.activity",
        "spécialité, profession ou type de structure",
        "spécialités, professions et types de structures",
        "id kind code label profession_code aliases",
        "id kind code label",
    ),
    Record("directory.editor", "éditeur", "éditeurs", "id name active", "id name active"),
    Record(
        "directory.importrun",
        "import",
        "imports",
        "id source file_name file_identity state started_at finished_at last_line counts",
        "id source state started_at finished_at",
    ),
    Record(
        "directory.importreject",
        "ligne refusée",
        "lignes refusées",
        "id run line reason excerpt",
        "id run line reason",
        "id run",
    ),
)
