"""The certificates on which the exchanges with editors rest: ours by our files, theirs as last seen (issue 7)."""

from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.adapters.editors.files import own_files
from sas.adapters.editors.values import OwnFile, Part
from sas.rooms.directory import queries as directory
from sas.rooms.editors import rules


@dataclass(frozen=True, slots=True)
class CertificateState:
    """One of them. `part`: "client", "authority" and "revoked" are ours, "editor" that of an editor's server.

    `common_name`, `unit`: the subject of ours, what is expected of an editor's. `until` None: unreadable, or not seen
    yet. `step`: the days before its end at which an alarm was last given, None while there is time.
    """

    part: str
    editor_id: int | None
    name: str
    common_name: str
    unit: str
    until: datetime | None
    seen_at: datetime | None
    step: int | None
    ending: bool

    @property
    def key(self) -> str:
        """The same as long as it is the same certificate."""
        until = f"{self.until:%Y%m%d%H%M}" if self.until else ""
        return f"{self.part}:{self.editor_id or self.common_name[:40]}:{until}"


def certificates(*, actor: Actor, now: datetime) -> tuple[CertificateState, ...]:
    """Ours, then those of the editors that are called from this environment, by name, in one question.

    Raises Refused for anyone but administrators and the platform.
    """
    if refusal := rules.may_read_health(actor):
        raise refusal
    called = [one for one in directory.editor_states(actor=actor) if one.asked]
    return (*(_own(one, now=now) for one in own_files()), *(_of_editor(one, now=now) for one in called))


def _own(one: OwnFile, *, now: datetime) -> CertificateState:
    is_list = one.part is Part.REVOKED
    step = None if is_list else rules.step(one.until, now=now)
    late = is_list and one.until is not None and one.until - now <= rules.LIST_ENDS_SOON
    ending = one.until is None or step is not None or late
    return CertificateState(one.part.value, None, "", one.common_name, one.unit, one.until, None, step, ending)


def _of_editor(one: directory.EditorState, *, now: datetime) -> CertificateState:
    step, until = rules.step(one.certificate_until, now=now), one.certificate_until
    expected = (one.connection.expected_cn, one.connection.expected_ou)
    return CertificateState(
        "editor", one.id, one.name, *expected, until, one.certificate_seen_at, step, step is not None
    )
