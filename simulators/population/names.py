"""Names for invented people: common French ones, combined by chance."""

FAMILY_NAMES = (
    "ABGRALL", "ANDRIEU", "AUBRY", "BARBIER", "BASTIDE", "BELLANGER", "BERTIN", "BLANCHARD", "BONNEFOY", "BOUVIER",
    "BRUNEAU", "CADIOU", "CARLIER", "CHAUVIN", "CLOAREC", "COLLET", "CORDIER", "COUSIN", "DELATTRE", "DELMAS",
    "DESCHAMPS", "DUHAMEL", "DUVAL", "ÉTIENNE", "FABRE", "FERRAND", "FOUCHER", "GAUDIN", "GRONDIN", "GUILLOU", "HAMON",
    "HERVÉ", "HOARAU", "JAOUEN", "JOURDAN", "KERBRAT", "LACROIX", "LAURET", "LE GOFF", "LEBLANC", "LECLERCQ", "LEFORT",
    "LEROUX", "MAILLARD", "MALLET", "MARCHAND", "MASSON", "MERCIER", "MOREL", "NAVARRO", "NOËL", "OLLIVIER", "PAYET",
    "PELLETIER", "PERRIN", "PICARD", "POIRIER", "PRÉVOST", "QUENTIN", "RENAUD", "RIVIÈRE", "ROLLAND", "ROUSSEAU",
    "SAINT-MARTIN", "SALAÜN", "SAUVAGE", "TANGUY", "TESSIER", "THIERRY", "TURPIN", "VALLET", "VASSEUR", "VERDIER",
    "VIDAL", "WALLYN",
)  # fmt: skip
GIVEN_NAMES = (
    "Adèle", "Agnès", "Alexandre", "Alice", "Amandine", "Anne-Marie", "Antoine", "Aurélie", "Baptiste", "Béatrice",
    "Bruno", "Camille", "Cécile", "Chloé", "Claire", "Clément", "Damien", "Delphine", "Denis", "Élise", "Émilie",
    "Éric", "Estelle", "Étienne", "Fabien", "Florence", "François", "Gaëlle", "Guillaume", "Hélène", "Hugo", "Inès",
    "Isabelle", "Jean-Yves", "Jeanne", "Julien", "Karine", "Laurent", "Léa", "Lucie", "Manon", "Marc", "Marion",
    "Mathieu", "Maud", "Nadège", "Nicolas", "Nora", "Olivier", "Pauline", "Pierre", "Quentin", "Rachel", "Rémi",
    "Romain", "Sabine", "Samuel", "Sarah", "Simon", "Solène", "Sophie", "Sylvain", "Thomas", "Valérie", "Vincent",
    "Yann", "Zoé",
)  # fmt: skip
