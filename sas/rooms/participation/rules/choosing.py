"""What a professional chooses (sas-domain §2.5): one table says which question applies, and so which must be answered.

The page and the operation judge a draft by it alike, and the script of the page reads it from the page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.directory.enums import StructureKind
from sas.rooms.participation.enums import Via

YES, NO = "oui", "non"
_READERS = (Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL)
_NOT_YOURS = "Ces paramètres de participation sont ceux d'un autre professionnel."


class Question(StrEnum):
    """What the form asks, by the names of its fields; the pledge stands under what makes it necessary."""

    ACCEPTS = "accepts"
    VIA = "via"
    STRUCTURE = "structure"
    PLACES = "cpts_places"
    SOFTWARE = "has_software"
    EDITORS = "editors"
    PLEDGE = "pledge"
    REFUSAL = "editor_slots_refused"
    PLEDGE_REFUSING = "pledge_refusing"


class Notice(StrEnum):
    """What the form says beside its questions; the first locks the refusal, ticked."""

    NOTHING_TO_SHOW = "nothing_to_show"
    UNPAID = "unpaid"
    SOS = "sos"


Case = Mapping[Question, frozenset[str]]
_TAKING_PART = frozenset({YES})
_BY_ONESELF = frozenset({"1", "2", "3"})
_OUT = frozenset({""})


def _part(*via: str, **others: str) -> Case:
    """Somebody who takes part, by one of these ways when any is said."""
    case = {Question.ACCEPTS: _TAKING_PART} | ({Question.VIA: frozenset(via)} if via else {})
    return case | {Question(name): frozenset({answer}) for name, answer in others.items()}


WHEN: Mapping[Question | Notice, tuple[Case, ...]] = {
    Question.VIA: (_part(),),
    Question.STRUCTURE: (_part("2", "3", "4"),),
    Question.PLACES: (_part("2"),),
    Question.SOFTWARE: (_part(*_BY_ONESELF),),
    Question.EDITORS: (_part(*_BY_ONESELF, has_software=YES, editor_slots_refused=""),),
    Question.PLEDGE: (_part(*_BY_ONESELF, has_software=NO),),
    Question.REFUSAL: ({Question.ACCEPTS: _OUT}, _part("0", *_BY_ONESELF)),
    Question.PLEDGE_REFUSING: (_part(*_BY_ONESELF, has_software=YES, editor_slots_refused=YES),),
    Notice.NOTHING_TO_SHOW: (_part(*_BY_ONESELF, has_software=NO),),
    Notice.UNPAID: ({Question.ACCEPTS: _OUT, Question.REFUSAL: frozenset({YES})},),
    Notice.SOS: (_part("4"),),
}
"""When each question applies and each notice is shown: in any of the cases, all of whose answers are given.

What applies must be answered, but the refusal, which may stay unticked. « Non » is an answer; nothing is "".
"""

KIND_OF = {Via.CPTS: StructureKind.CPTS, Via.MSP: StructureKind.MSP, Via.SOS: StructureKind.SOS}
"""The kind of structure that each way goes through."""

_THE_STRUCTURE = {Via.CPTS: "votre CPTS", Via.MSP: "votre MSP", Via.SOS: "votre association SOS Médecins"}
_TWO_HOURS = (
    "Cochez la case par laquelle vous déclarez mettre en visibilité 2 heures de disponibilité par semaine : elle est "
    "nécessaire pour participer"
)
_SENTENCES = {
    Question.VIA: "Choisissez par quelle voie vous participez au SAS.",
    Question.SOFTWARE: "Dites si vous utilisez une solution de prise de rendez-vous.",
    Question.PLEDGE: f"{_TWO_HOURS} sans solution de prise de rendez-vous.",
    Question.PLEDGE_REFUSING: f"{_TWO_HOURS} en refusant l'affichage de vos créneaux.",
}


@dataclass(frozen=True, slots=True)
class SettingsDraft:
    """Settings as they are asked; what does not apply is left aside by `judge`.

    `cpts_places` and `editors`: ids of places and of editors.
    """

    accepts: bool = False
    via: Via = Via.NONE
    structure_id: int | None = None
    cpts_places: frozenset[int] = frozenset()
    has_software: bool | None = None
    editors: frozenset[int] = frozenset()
    hours_pledged: bool = False
    editor_slots_refused: bool = False
    reorientation_package: bool = False

    @property
    def answers(self) -> Mapping[Question, str]:
        """The answers on which the table depends."""
        software = "" if self.has_software is None else YES if self.has_software else NO
        refused = YES if self.editor_slots_refused else ""
        return {
            Question.ACCEPTS: YES if self.accepts else "",
            Question.VIA: str(self.via.value),
            Question.SOFTWARE: software,
            Question.REFUSAL: refused,
        }


@dataclass(frozen=True, slots=True)
class Known:
    """What a draft is judged against.

    The kind of the structure that it names, when there is an open one; the professional's own open places outside
    health centres; the editors that may be named.
    """

    structure_kind: StructureKind | None = None
    places: frozenset[int] = frozenset()
    editors: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What applies to a draft, what is wrong with it by question, and what would be kept of it."""

    applies: frozenset[Question | Notice]
    problems: Mapping[Question, str]
    settled: SettingsDraft


def judge(*, draft: SettingsDraft, known: Known) -> Judgement:
    """Apply the rules of §2.5 to a draft."""
    answers = draft.answers
    applies = frozenset(
        name
        for name, cases in WHEN.items()
        if any(all(answers[question] in given for question, given in case.items()) for case in cases)
    )
    settled = _settled(draft, applies)
    found = {name: problem(settled, known) for name, problem in _PROBLEMS.items() if name in applies}
    return Judgement(applies, {name: sentence for name, sentence in found.items() if sentence}, settled)


def may_choose(*, actor: Actor, own_id: int | None, professional_id: int) -> Refused | None:
    """Nobody but the professional: no délégataire, no manager, no administrator (F-125). `own_id`: the account's."""
    return None if actor.has(Role.EFFECTEUR) and own_id == professional_id else Refused(_NOT_YOURS)


def may_read(*, actor: Actor, own_id: int | None, professional_id: int) -> Refused | None:
    """The professional, and administrators."""
    if actor.is_platform or actor.has(*_READERS):
        return None
    return may_choose(actor=actor, own_id=own_id, professional_id=professional_id)


def _settled(draft: SettingsDraft, applies: frozenset[Question | Notice]) -> SettingsDraft:
    """Without what does not apply; slots of an editor are not shown where there is none, nor for SOS Médecins."""
    pledged = draft.hours_pledged and not applies.isdisjoint({Question.PLEDGE, Question.PLEDGE_REFUSING})
    shown_by_nobody = Notice.NOTHING_TO_SHOW in applies or Question.REFUSAL not in applies
    return replace(
        draft,
        via=draft.via if Question.VIA in applies else Via.NONE,
        structure_id=draft.structure_id if Question.STRUCTURE in applies else None,
        cpts_places=draft.cpts_places if Question.PLACES in applies else frozenset(),
        has_software=draft.has_software if Question.SOFTWARE in applies else None,
        editors=draft.editors if Question.EDITORS in applies else frozenset(),
        hours_pledged=pledged,
        editor_slots_refused=draft.editor_slots_refused or shown_by_nobody,
    )


def _structure_problem(draft: SettingsDraft, known: Known) -> str:
    named = _THE_STRUCTURE[draft.via]
    if draft.structure_id is None:
        return f"Cherchez {named}, puis choisissez-la dans la liste."
    if known.structure_kind != KIND_OF[draft.via]:
        return f"La structure choisie ne convient pas, ou n'est plus dans l'annuaire : choisissez {named}."
    return ""


def _places_problem(draft: SettingsDraft, known: Known) -> str:
    if not draft.cpts_places:
        return "Cochez au moins un lieu d'exercice rattaché à votre CPTS."
    return "" if draft.cpts_places <= known.places else "Choisissez parmi vos lieux d'exercice."


def _editors_problem(draft: SettingsDraft, known: Known) -> str:
    if not draft.editors:
        return "Choisissez au moins un logiciel, ou refusez l'affichage de vos créneaux."
    return "" if draft.editors <= known.editors else "Choisissez des logiciels de la liste."


def _unless(answered: Callable[[SettingsDraft], bool], question: Question) -> Callable[[SettingsDraft, Known], str]:
    return lambda draft, _: "" if answered(draft) else _SENTENCES[question]


_PROBLEMS: Mapping[Question, Callable[[SettingsDraft, Known], str]] = {
    Question.VIA: _unless(lambda draft: draft.via != Via.NONE, Question.VIA),
    Question.STRUCTURE: _structure_problem,
    Question.PLACES: _places_problem,
    Question.SOFTWARE: _unless(lambda draft: draft.has_software is not None, Question.SOFTWARE),
    Question.EDITORS: _editors_problem,
    Question.PLEDGE: _unless(lambda draft: draft.hours_pledged, Question.PLEDGE),
    Question.PLEDGE_REFUSING: _unless(lambda draft: draft.hours_pledged, Question.PLEDGE_REFUSING),
}
