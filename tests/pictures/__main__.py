"""Check the demo with macros, age it, list its work, let LibreOffice print it, and keep three pages as pictures.

`python -m tests.pictures [FOLDER]` writes into workbook_templates/pictures, or all pages into a folder to be looked
at, before and after the check. Letters look as the fonts of this computer do; Excel has others.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "workbook_templates" / "massbill_demo.xlsm"
PICTURES = ROOT / "workbook_templates" / "pictures"
AS_OF = "2026-09-30"
MOST_BYTES = 120_000


class Picture(NamedTuple):
    """A picture: the sheet in the page's footer, a word on the page, and what is cut out of it in inches."""

    name: str
    sheet: str
    word: str
    left: float
    top: float
    wide: float
    high: float


WANTED = (
    Picture("home.png", "Home", "Where money leaks", 0.45, 0.45, 9.3, 3.45),
    Picture("visits.png", "Visits", "Problems", 0.35, 0.35, 10.4, 4.0),
    Picture("findings.png", "Findings", "Severity", 0.35, 0.35, 10.4, 4.0),
)


def run(*command: object) -> str:
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True).stdout


def checked(folder: Path) -> Path:
    """Return a copy of the demo after a check with problems, aged and with its work list."""
    book = Path(shutil.copy(DEMO, folder / "after.xlsm"))
    for command in ("check", "age", "worklist"):
        done = subprocess.run(
            [sys.executable, "-m", "xl_massbill.cli", command, str(book), "--as-of", AS_OF],
            capture_output=True,
            check=False,
        )
        if done.returncode not in (0, 1):
            raise SystemExit(done.stderr.decode())
    return book


def printed(book: Path, folder: Path) -> Path:
    """Return the workbook as LibreOffice prints it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, book)
    return folder / f"{book.stem}.pdf"


def page(pdf: Path, picture: Picture) -> int:
    """Return the number of the first page of a sheet that has a word on it."""
    pages = run("pdftotext", "-layout", pdf, "-").split("\f")
    for number, text in enumerate(pages, 1):
        lines = text.split()
        if picture.word in text and picture.sheet in lines[-5:]:
            return number
    raise SystemExit(f"no page of {picture.sheet} says {picture.word}")


def drawn(pdf: Path, picture: Picture, folder: Path) -> Path:
    """Cut a picture out of its page, as sharp as its size in bytes allows."""
    number = page(pdf, picture)
    for dots in (115, 105, 95, 85, 75):
        cut = [round(inches * dots) for inches in picture[3:]]
        options = [
            word for flag, value in zip(("-x", "-y", "-W", "-H"), cut, strict=True) for word in (flag, value)
        ]
        path = folder / picture.name
        run(
            "pdftoppm", "-png", "-singlefile", "-r", dots, "-f", number, "-l", number, *options, pdf,
            path.with_suffix(""),
        )  # fmt: skip
        if path.stat().st_size <= MOST_BYTES:
            return path
    raise SystemExit(f"{picture.name} does not become small enough")


def main(folder: Path | None) -> None:
    """Write the three pictures, or every page before and after the check."""
    with tempfile.TemporaryDirectory(prefix="massbill-pictures-") as place:
        after = printed(checked(Path(place)), Path(place))
        if folder is None:
            PICTURES.mkdir(exist_ok=True)
            for picture in WANTED:
                path = drawn(after, picture, PICTURES)
                print(f"{path.name}: {path.stat().st_size:,} bytes")
            return
        folder.mkdir(parents=True, exist_ok=True)
        before = printed(Path(shutil.copy(DEMO, Path(place) / "before.xlsm")), Path(place))
        for pdf in (before, after):
            run("pdftoppm", "-r", 75, "-png", pdf, folder / pdf.stem)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
