"""Who holds a card: read from a file at each look, so that it may be written after the provider has started."""

import json
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_NAMESPACE = uuid.UUID("7d9a5a0e-4a3c-4d43-9d3c-1b1f4f0a5b35")


@dataclass(frozen=True, slots=True)
class Identity:
    """One holder of a card; `note` says what a visitor tries with it."""

    national_id: str
    family_name: str
    given_name: str
    note: str
    finess: str = ""
    organization: str = ""

    @property
    def subject(self) -> str:
        """Opaque for others, always the same for one card."""
        return f"f:{uuid.uuid5(_NAMESPACE, 'psc')}:{self.national_id}"

    def userinfo(self) -> dict[str, Any]:
        """What the provider says of the holder, under its own names."""
        employed = self.national_id.startswith("3")
        activity = {
            "codeModeExercice": "S" if employed else "L",
            "codeSecteurDactivite": "SA01" if employed else "SA07",
            "numeroFinessSite": self.finess,
            "raisonSocialeSite": self.organization,
        }
        practice = {"codeProfession": "" if employed else "10", "codeCategorieProfessionnelle": "C"}
        names = {"nomDexercice": self.family_name, "prenomDexercice": self.given_name}
        return {
            "sub": self.subject,
            "SubjectNameID": self.national_id,
            "preferred_username": self.national_id,
            "given_name": self.given_name,
            "family_name": self.family_name,
            "email_verified": False,
            "SubjectRole": [] if employed else ["10^1.2.250.1.213.1.1.5.5"],
            "SubjectOrganization": self.organization,
            "SubjectOrganizationID": f"1{self.finess}" if self.finess else "",
            "SubjectRefPro": {"codeCivilite": "M", "exercices": [practice | names | {"activities": [activity]}]},
            "otherIds": [{"identifiant": self.national_id, "origine": "FINESS" if employed else "RPPS", "qualite": 1}],
            "Palier_Authentification": "APPPRIP3^1.2.250.1.213.1.5.1.1.1",
            "UITVersion": "1.0",
            "Secteur_Activite": "SA07^1.2.250.1.213.1.1.4.9",
            "PSI_Locale": "1.2.250.1.213.1.3.1.1",
            "Acces_Regulation_Medicale": "FAUX",
        }


def write(path: Path, identities: list[Identity]) -> None:
    """Put them in the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(one) for one in identities], ensure_ascii=False, indent=1), encoding="utf-8")


def read(path: Path) -> list[Identity]:
    """Those of the file, none before it is written."""
    if not path.exists():
        return []
    return [Identity(**one) for one in json.loads(path.read_text(encoding="utf-8"))]
