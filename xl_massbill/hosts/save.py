"""Put a changed workbook in the place of the old one, whole or not at all.

Backup, temporary file in the same folder, fsync, reading back, rename: whatever happens in between, the old
or the new file lies there whole.

Source: DESIGN §4; POSIX rename(2), fsync(2); MoveFileEx on Windows, which os.replace calls.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
import tempfile
from pathlib import Path

from xl_massbill.book.folder import Folder
from xl_massbill.errors import Refused
from xl_massbill.hosts.backup import back_up
from xl_massbill.hosts.closed import ClosedBook
from xl_massbill.hosts.lock import Fingerprint, check_closed, check_unchanged, take
from xl_massbill.hosts.pack import repack
from xl_massbill.hosts.patch import Patch
from xl_massbill.hosts.verify import verify

_SUFFIX = ".massbill-part"


def save(path: Path, book: ClosedBook, patch: Patch, seen: Fingerprint) -> tuple[bytes, Fingerprint]:
    """Write a patched workbook over the file it was read from and return what lies there now.

    Raise Refused with nothing changed.
    """
    # Behind a symbolic link stands the file itself; the link stays a link.
    target = Path(os.path.realpath(path))
    try:
        with Folder.of(path).locked("saving"):
            _check(path, target, seen)
            back_up(path, book.package.data, dt.datetime.now().astimezone())
            _clear_leftovers(target)
            new = _write(target, book, patch)
            try:
                data, now = take(new)
                verify(book, patch, data)
                _check(path, target, seen)
                new.replace(target)
            finally:
                new.unlink(missing_ok=True)
            _sync_folder(target.parent)
            return data, now
    except OSError as error:
        raise Refused(f"The workbook could not be saved ({error.strerror}): nothing was changed.") from error


def _check(path: Path, target: Path, seen: Fingerprint) -> None:
    check_closed(path)
    if target.name != path.name or target.parent != path.parent:
        check_closed(target)
    check_unchanged(target, seen)


def _write(target: Path, book: ClosedBook, patch: Patch) -> Path:
    """Write the new file beside the old one, with its rights, and wait until the disk has it."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=_SUFFIX)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            repack(book.package, patch.changed, patch.dropped, out)
            out.flush()
            os.fsync(out.fileno())
        facts = target.stat()
        new.chmod(stat.S_IMODE(facts.st_mode))
        if hasattr(os, "chown") and (facts.st_uid, facts.st_gid) != (os.getuid(), os.getgid()):
            _keep_owner(new, facts)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new


def _keep_owner(new: Path, facts: os.stat_result) -> None:
    """Keep owner and group where the system allows it; a shared folder's group matters, failing does not."""
    try:
        os.chown(new, facts.st_uid, facts.st_gid)
        new.chmod(stat.S_IMODE(facts.st_mode))
    except OSError:
        return


def _clear_leftovers(target: Path) -> None:
    """Remove temporary files of runs that were killed; the lock says that none is at work."""
    for path in target.parent.iterdir():
        if path.name.startswith(f".{target.name}.") and path.name.endswith(_SUFFIX):
            path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last; where folders cannot be opened (Windows) the system does so."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
