"""Addresses of profiles and code lists, exactly as the guide of the SAS writes them (fhir-sas §3 to §6)."""

_SAS = "http://sas.fr/fhir/StructureDefinition"
_INTEROP = "https://interop.esante.gouv.fr/ig/fhir/sas/StructureDefinition"
_NOS = "https://mos.esante.gouv.fr/NOS"

BUNDLE = f"{_SAS}/BundleAgregateur"
SLOT, SLOT_CPTS, SLOT_SOS = (
    f"{_SAS}/FrSlotAgregateur",
    f"{_INTEROP}/sas-cpts-slot-aggregator",
    f"{_INTEROP}/sas-sos-slot-aggregator",
)
SCHEDULE, SCHEDULE_SOS = f"{_SAS}/FrScheduleAgregateur", f"{_INTEROP}/sas-sos-schedule-aggregator"
PRACTITIONER = f"{_SAS}/FrPractitionerAgregateur"
ROLE = f"{_SAS}/FrPractitionerRoleExerciceAgregateur"
LOCATION, LOCATION_SOS = f"{_SAS}/FrLocationAgregateur", f"{_INTEROP}/sas-sos-location-aggregator"
SERVICE = f"{_INTEROP}/sas-cpts-healthcareservice-aggregator"
ORGANIZATION, ORGANIZATION_SOS = (
    f"{_INTEROP}/sas-cpts-organization-aggregator",
    f"{_INTEROP}/sas-sos-organization-aggregator",
)

PERSON, STRUCTURE, PLATFORM = (
    "urn:oid:1.2.250.1.71.4.2.1",
    "urn:oid:1.2.250.1.71.4.2.2",
    "urn:oid:1.2.250.1.213.3.6",
)
TYPES = "http://interopsante.org/fhir/CodeSystem/fr-v2-0203"
LOCATION_TYPES = "http://interopsante.org/fhir/CodeSystem/fr-location-identifier-type"
CORE_TYPES = "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203"

LABELS = f"{_NOS}/TRE_R314-TypeCreneau/FHIR/TRE-R314-TypeCreneau"
CONSULTATIONS = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
CATEGORIES = f"{_NOS}/TRE_R66-CategorieEtablissement/FHIR/TRE-R66-CategorieEtablissement"
CPTS = "604"
SERVED_BY = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Slot.serviceType"
APPOINTMENTS = "http://terminology.hl7.org/CodeSystem/v2-0276"
SPECIALTIES = f"{_NOS}/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale"
