"""What no night removes, and why: every other table of the rooms has its line in `retention`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """Tables that stay, for one reason."""

    models: tuple[str, ...]
    why: str


STANDING = (
    Standing(
        ("accounts.CardIdentity", "accounts.TermsAcceptance", "accounts.Delegation", "journal.PersonKey"),
        "While the account lives: its closing removes them at once, and the key without which what the journal holds "
        "of the person cannot be read. Keys of agendas and structures are removed by the operator.",
    ),
    Standing(
        ("accounts.RegulatorIdentity", "exchanges.EditorAccount"),
        "The number by which editors were told of a regulator: without it they could not be told to disable the "
        "account. The name is erased once an editor has it.",
    ),
    Standing(
        (
            "orientation.Orientation",
            "orientation.OrientationEvent",
            "orientation.OrientationMember",
            "orientation.OrientationAppointment",
            "exchanges.Appointment",
        ),
        "The story of the orientations, from which Avenant 9 is paid and the service judged. No patient; the author "
        "is a number once the account is closed.",
    ),
    Standing(
        (
            "indicators.MonthFact",
            "indicators.ClosedMonth",
            "indicators.QuarterLine",
            "indicators.CentreLine",
            "participation.ParticipationChange",
            "availability.AgendaChange",
            "availability.PastUnavailability",
        ),
        "The proof of what Avenant 9 paid: figures, and the settings and hours that they were made of.",
    ),
    Standing(
        (
            "piloting.OrientationFact",
            "piloting.AvailabilityFact",
            "piloting.ParticipationFact",
            "piloting.TwoHoursFact",
            "piloting.CountedDay",
            "usage.SearchDay",
            "usage.SearchTotal",
            "usage.UnansweredMonth",
            "usage.CountedDay",
        ),
        "Counts of days: how the service did over the years. Nobody stands in them.",
    ),
    Standing(
        (
            "participation.ProfessionalSettings",
            "participation.StructureSettings",
            "availability.Agenda",
            "availability.AgendaSlot",
            "availability.TakenPlaces",
            "availability.UnavailabilityPeriod",
        ),
        "The agendas and choices of professionals and structures, which are theirs to change and to delete.",
    ),
    Standing(
        (
            "directory.Professional",
            "directory.Place",
            "directory.Structure",
            "directory.CptsMembership",
            "directory.ImportRun",
        ),
        "What the national files publish, and when they were read: the next import corrects it, and what has left "
        "them is closed and no longer shown.",
    ),
    Standing(
        (
            "editors.EditorReading",
            "editors.EditorSite",
            "editors.EditorTaken",
            "editors.EditorPace",
            "editors.EditorDay",
            "offer.OfferRank",
            "offer.OfferCard",
            "offer.OfferOpening",
            "offer.Rebuild",
        ),
        "Made of the above: what editors answered last, without slots that are over nor counts older than ninety "
        "days, and the tables of the search, made anew each night.",
    ),
    Standing(
        (
            "accounts.TermsVersion",
            "accounts.EditorLogin",
            "directory.Departement",
            "directory.Commune",
            "directory.Territory",
            "directory.Editor",
            "directory.Lrm",
            "directory.Activity",
            "directory.SearchSuggestion",
            "directory.SearchWord",
            "directory.ReferenceVersion",
            "exchanges.FhirClient",
            "texts.TextVersion",
            "help.HelpEntry",
            "help.HelpVersion",
            "training.TrainingPage",
            "training.TrainingBlock",
            "training.TrainingFile",
        ),
        "Settings and texts of the platform. They name nobody but the contacts that a territory publishes; who wrote "
        "a text is a number.",
    ),
    Standing(
        ("journal.AuditSeal", "journal.AuditPurge"),
        "Digests: they prove the journal from its beginning.",
    ),
)
