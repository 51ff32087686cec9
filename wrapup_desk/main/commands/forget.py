"""Removes one person's traces from this computer, and says what may still hold some elsewhere."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from wrapup_desk.adapters.files.set_aside import set_aside_in
from wrapup_desk.adapters.sqlite_store.forgetting import Removed, count_waiting, forget_submissions
from wrapup_desk.adapters.sqlite_store.promises import promises_beside
from wrapup_desk.application.base.settings import SettingsError
from wrapup_desk.application.learning.local_model import LocalModel, LocalModelError, pack, unpack
from wrapup_desk.domain.history.leg_records import LegRecord
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.domain.privacy.customer_key import customer_key, identities_of
from wrapup_desk.domain.submission import Submission
from wrapup_desk.main.system.profile import Profile, ProfileLock
from wrapup_desk.resource_files import resource

STILL_WAITING = 3
_SHORTEST = 3
_SHORTEST_NUMBER = 6
_DIGITS_ONLY = re.compile(r"\D")
_IS_NUMBER = re.compile(r"(?:[a-z]+:)?[\d\s+()./-]+")


@dataclass(frozen=True, slots=True)
class PersonToForget:
    """Whose traces are to go: one customer's, one agent's, or everybody's."""

    customer: str = ""
    agent: str = ""
    is_everybody: bool = False


def forget(profile: Profile, person: PersonToForget, *, drops_waiting: bool = False) -> int:
    """Remove the traces, tell on standard output what was done, and return the exit code.

    0: done. 3: codes of theirs still wait to be sent, and stay.

    Raises:
        ProfileInUse: the program runs.
        SettingsError: too little was given to know whom.
        StoreError: the database cannot be read.
    """
    name = person.customer or person.agent
    if not person.is_everybody and len(name.strip()) < _SHORTEST:
        raise SettingsError(tr("give at least {count} signs of whom to forget", count=_SHORTEST))
    with ProfileLock(profile):
        if person.is_everybody:
            return _everything(profile, drops_waiting=drops_waiting)
        if person.customer:
            return _customer(profile, person.customer.strip())
        return _agent(profile, person.agent.strip())


def _customer(profile: Profile, name: str) -> int:
    keys = [customer_key(each, profile.installation_salt()) for each in identities_of(name)]

    def is_theirs(kept: Submission | LegRecord) -> bool:
        is_named = any(_names(note, name) for note in _notes_of(kept))
        return is_named or kept.key.conversation_id == name

    known: list[str] = []
    removed = forget_submissions(
        profile.database_path, is_theirs, lambda model: _without(model, keys, known)
    )
    _tell(
        tr_n(
            "1 code, with its note, that names the customer or is of the conversation.",
            "{count} codes, with their notes, that name the customer or are of the conversation.",
            removed.codes,
        )
    )
    if "could not be read" in known:
        _tell(tr("the learnt model, which could not be read."))
    elif known:
        _tell(tr("the customer's last code, from the learnt model."))
    if views := _forget_views(profile, name.casefold()):
        _tell(
            tr_n(
                "1 saved view that searches for the customer.",
                "{count} saved views that search for the customer.",
                views,
            )
        )
    _remove_copies(profile)
    _tell_rest(tr("What was learnt from the customer's words stays in the model, as weights of hashed"
               " words without any person; --all removes the model."))  # fmt: skip
    return _waiting(removed)


def _notes_of(kept: Submission | LegRecord) -> list[str]:
    if not isinstance(kept, Submission):
        return [kept.note]
    decisions = filter(None, (kept.decision, kept.before))
    return [kept.old_note or "", *(each.note for each in decisions)]


def _names(note: str, name: str) -> bool:
    """Whether *note* has the name, or the number however it is written."""
    if _folded(name) in _folded(note):
        return True
    number = _DIGITS_ONLY.sub("", name)
    is_number = len(number) >= _SHORTEST_NUMBER and _IS_NUMBER.fullmatch(name) is not None
    return is_number and number in _DIGITS_ONLY.sub("", _folded(note))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _agent(profile: Profile, agent_id: str) -> int:
    removed = forget_submissions(
        profile.database_path, lambda each: each.agent_id == agent_id, lambda _model: None
    )
    _tell(
        tr_n(
            "1 code, with its note, that the agent chose on this computer.",
            "{count} codes, with their notes, that the agent chose on this computer.",
            removed.codes,
        )
    )
    count = _remove(profile.outcomes_path.parent.glob(f"{profile.outcomes_path.name}*"))
    _tell(
        tr_n(
            "1 file of figures about suggestions; it does not tell agents apart.",
            "{count} files of figures about suggestions; they do not tell agents apart.",
            count,
        )
    )
    _remove_copies(profile)
    _tell_rest(tr("The learnt model holds no agent, but was taught by the agent's choices; --all"
               " removes it. A kept sign-in goes with signing out in the window."))  # fmt: skip
    return _waiting(removed)


def _everything(profile: Profile, *, drops_waiting: bool) -> int:
    waiting = count_waiting(profile.database_path)
    if waiting and not drops_waiting:
        _say(tr("Nothing was removed: {count} codes still wait to be sent. Start" " WrapUp Desk so that they go, or give --even-waiting.", count=waiting))  # fmt: skip
        return STILL_WAITING
    _remove_copies(profile)
    mine = (profile.database_path, profile.outcomes_path, profile.ledger_path)
    files = [found for path in mine for found in profile.root.glob(f"{path.name}*")]
    files.append(promises_beside(profile.database_path))
    others = (profile.anchor_path, profile.update_path, profile.window_path)
    count = _remove([*files, *others, profile.root / "installation"])
    shutil.rmtree(profile.root / "models", ignore_errors=True)
    _tell(
        tr(
            "{count} files: codes, notes, figures, the learnt model, corrections"
            " and their audit trail.",
            count=count,
        )
    )
    _tell_rest(tr("The settings stay. A kept sign-in goes with signing out in the window."))
    return 0


def _forget_views(profile: Profile, name: str) -> int:
    """Remove saved views whose search names somebody; return how many."""
    if not profile.window_path.is_file():
        return 0
    # Here and not at the top: nothing else of this command needs Qt.
    from PySide6.QtCore import QSettings

    from wrapup_desk.ui.repair.table.saved_views import SavedViews

    file = QSettings(str(profile.window_path), QSettings.Format.IniFormat)
    views = SavedViews(file)
    named = [view.name for view in views.views if name in view.filters.text.casefold()]
    for each in named:
        views.forget(each)
    file.sync()
    return len(named)


def _without(raw: bytes, keys: list[str], known: list[str]) -> bytes | None:
    """Return the learnt model without the customer called *keys*; None if it knew nobody.

    What cannot be read cannot be searched either, so nothing of it is kept.
    """
    # Here and not at the top: only this needs numpy.
    from wrapup_desk.domain.recommender.model_error import ModelError
    from wrapup_desk.domain.recommender.recommender import StackRecommender
    from wrapup_desk.domain.recommender.text.word_vectors import read_word_vectors

    vocabulary = read_word_vectors(resource("language", "minilm-static-256.npz").read_bytes())

    def cleaned(model: bytes) -> bytes:
        recommender = StackRecommender.load(model, vocabulary)
        # Each of them is tried: the same person may be known under several.
        if True not in [recommender.forget_customer(key) for key in keys]:
            return model
        known.append("knew")
        return recommender.export()

    try:
        own = unpack(raw)
        clean = replace(
            own,
            model=cleaned(own.model) if own.model else b"",
            challenger=cleaned(own.challenger) if own.challenger else b"",
        )
    except (LocalModelError, ModelError):
        known.append(tr("could not be read"))
        clean = LocalModel(b"")
    return pack(clean) if known else None


def _remove_copies(profile: Profile) -> None:
    """Remove what cannot be searched for one person: logs, and copies that were set aside."""
    logs = _remove(profile.log_folder.glob("wrapup-desk*.log*"))
    copies = _remove(set_aside_in(profile.root))
    # What a kill left of files that were being written.
    begun = _remove(profile.root.rglob("*.partial"))
    _tell(
        tr(
            "{logs} log files, {copies} copies that had been set aside, {begun} unfinished files.",
            logs=logs,
            copies=copies,
            begun=begun,
        )
    )


def _remove(paths: Iterable[Path]) -> int:
    found = [path for path in paths if path.exists()]
    for path in found:
        path.unlink()
    return len(found)


def _tell_rest(of_model: str) -> None:
    _say(of_model)
    _say(tr("Corrections of the repair desk and their audit trail stay as proof of who changed what"
          " (repair.sqlite3, or the team's store: ask its administrator). Genesys Cloud keeps its"
          " own record. A recording made with --record is where you had it written, with every name"
          " replaced. A model built by `wrapup-desk learn` holds no customers; build it again to"
          " leave conversations out."))  # fmt: skip


def _waiting(removed: Removed) -> int:
    if not removed.waiting:
        return 0
    _say(
        tr_n(
            "1 code of theirs still waits to be sent and stays until then.",
            "{count} codes of theirs still wait to be sent and stay until then.",
            removed.waiting,
        )
    )
    return STILL_WAITING


def _tell(removed: str) -> None:
    _say(tr("Removed: {what}", what=removed))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
