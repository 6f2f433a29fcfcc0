"""What the base install takes in a clean environment: MiB and distributions."""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from bench.report import figure, parser, publish

ROOT = Path(__file__).resolve().parent.parent
_LEFT_OUT = (".*", "build", "dist", "*.egg-info", "__pycache__", "*.db", "*.db-*", "results")


def main() -> None:
    """Measure and print."""
    chosen = parser(__doc__ or "").parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "venv"
        install(environment, make_wheel(Path(folder)))
        size, count = size_mib(environment), len(distributions(environment))
        code = size_mib(environment, "annotator")
    figures = [
        figure("base install, bytecode included", "M", [size], "55 MiB"),
        figure("  of it annotator itself", "M", [code]),
        figure("distributions", " ", [count], "25"),
    ]
    publish("footprint", figures, chosen.json)


def make_wheel(folder: Path, source: Path | None = None) -> Path:
    """Build the wheel, without a source from a copy, so that nothing left lying here gets into it.

    Args:
        folder: where the wheel goes, and the copy.
        source: a source distribution to build it of instead.
    """
    origin = source or copied_source(folder)
    _run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", str(folder), str(origin))
    (wheel,) = folder.glob("*.whl")
    return wheel


def copied_source(folder: Path) -> Path:
    """Copy the checkout, without what was made in it."""
    copy = folder / "source"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    return copy


def install(environment: Path, wheel: Path) -> None:
    """Make an empty environment; install the locked versions of what the wheel needs, and it."""
    venv.create(environment, with_pip=False)
    # Ours, working for the other one: a pip that is there already would hide that one is needed.
    pip = (sys.executable, "-m", "pip", "--python", str(environment), "install")
    _run(*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock"))
    _run(*pip, "--no-deps", str(wheel))


def site_packages(environment: Path) -> Path:
    """Return where packages are installed."""
    (found,) = environment.glob("lib/python*/site-packages")
    return found


def size_mib(environment: Path, package: str = "") -> float:
    """Return the size of all installed files, or of one package, in MiB."""
    files = (site_packages(environment) / package).rglob("*")
    return sum(path.stat().st_size for path in files if path.is_file()) / 2**20


def distributions(environment: Path) -> list[str]:
    """Return the names of what is installed."""
    found = site_packages(environment).glob("*.dist-info")
    return sorted(path.name.split("-")[0] for path in found)


def _run(*command: str) -> None:
    # Messages of pip are no figures; its errors are worth reading.
    quiet = {**os.environ, "PIP_QUIET": "2", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    for name in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE"):
        quiet.pop(name, None)
    subprocess.run(command, check=True, env=quiet, cwd=ROOT.parent)


if __name__ == "__main__":
    main()
