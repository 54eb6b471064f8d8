"""A machine of its own with a systemd of its own, on which something can be installed: gone when the test is over.

Its files are this machine's, seen through an overlay that takes whatever is written (so that no package has to come
from anywhere), but for the databases, and for what is started here: the new machine starts nothing that it isn't told
to. It has no network but itself. That takes root, and systemd-nspawn.
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests import patience
from tests.patience import PROCESS, until

from .programs import BASE, SYSTEM_PATH, needed
from .wheels import fetched

PLACE, WHEELS = "opt/cascina-whatsapp", "srv/wheels"
EMPTY = [
    "etc/systemd/system",
    "etc/postgresql",
    "var/lib/postgresql",
    "var/lib/redis",
    "var/backups",
    "etc/nginx/conf.d",
]
EMPTY += ["etc/cascina-whatsapp", PLACE]
"""Folders of which the new machine has nothing: what is started, databases, sites, an installation."""


OFFLINE = {"PATH": SYSTEM_PATH, "HOME": "/root", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": f"/{WHEELS}"}
"""What a command finds in its environment: pip takes libraries from a folder, as in a network without a way out."""


class Machine:
    """Boots when it is entered. `root` is where its files are seen from here."""

    def __init__(self, folder: Path):
        if os.geteuid() != 0:
            pytest.skip("a machine of its own takes root")
        self.nspawn = needed("systemd-nspawn", "systemd-container")
        self.folder, self.root = folder, folder / "root"

    def __enter__(self) -> "Machine":
        try:
            self._make()
            self._boot()
            self._make_cluster()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *problem) -> None:
        if hasattr(self, "leader"):
            os.kill(
                self.leader, signal.SIGKILL
            )  # with it everything in its name space; nspawn then tidies up
        elif hasattr(self, "container"):
            self.container.kill()
        if hasattr(self, "container"):
            self.container.wait(PROCESS)
        for mounted in (self.root, self.folder):
            subprocess.run(["umount", "--lazy", str(mounted)], check=False)

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess:
        """What root does on it, as it ended; what it said is one text."""
        told = [f"{name}={value}" for name, value in (OFFLINE | environment).items()]
        inside = ["nsenter", "--target", str(self.leader), "--all", "--wdns=/", "env", "-i", *told]
        return patience.run(
            [*inside, *command],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            limit=4 * PROCESS,  # an installation starts many, and what waits inside has given up by then
        )

    def must(self, *command: str, **environment: str) -> str:
        """The same; what it said. It has to end well."""
        done = self.run(*command, **environment)
        assert done.returncode == 0, done.stdout[-4000:]
        return done.stdout

    def _make(self) -> None:
        # In memory: nothing of it has to reach a disk, or to be taken away again.
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", str(self.folder)], check=True)
        for name in ("upper", "work", "root"):
            (self.folder / name).mkdir()
        for name in EMPTY:
            self._hide(name)
        layers = f"lowerdir=/,upperdir={self.folder}/upper,workdir={self.folder}/work"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, str(self.root)], check=True)
        self._copy_sources()
        shutil.copytree(fetched(self.folder / "fetching"), self.root / WHEELS)

    def _hide(self, name: str) -> None:
        """An empty folder in place of one that this machine has, or may have; those above it stay as they are."""
        path = Path(name)
        for folder in [*reversed(path.parents), path]:
            mine, theirs = Path("/") / folder, self.folder / "upper" / folder
            theirs.mkdir(exist_ok=True)
            if mine.exists():
                shutil.copystat(mine, theirs)
                os.chown(theirs, mine.stat().st_uid, mine.stat().st_gid)
        os.setxattr(self.folder / "upper" / path, "trusted.overlay.opaque", b"y")

    def _copy_sources(self) -> None:
        place = self.root / PLACE
        names = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]
        listed = subprocess.run(names, cwd=BASE, check=True, capture_output=True, text=True).stdout
        for name in filter(None, listed.split("\0")):
            if (BASE / name).is_file():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(BASE / name, place / name)

    def _make_cluster(self) -> None:
        """What Debian does when the package comes. Without fsync: nothing here outlives the test."""
        version = max((path.name for path in Path("/usr/lib/postgresql").iterdir()), key=int)
        self.must("pg_createcluster", version, "main", "-o", "fsync=off", "--", "--no-sync", LC_ALL="C.UTF-8")
        self.must("systemctl", "daemon-reload")

    def _boot(self) -> None:
        options = ["--quiet", "--register=no", "--keep-unit", "--private-network", "--link-journal=no"]
        named = f"--machine=cascina-installing-{os.getpid()}"
        with (self.folder / "console").open("w") as console:
            self.container = subprocess.Popen(
                [self.nspawn, *options, named, f"--directory={self.root}", "--boot"],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
            )
        until(self._is_up, (self.folder / "console").read_text)

    def _is_up(self) -> bool:
        assert self.container.poll() is None, (self.folder / "console").read_text()
        children = Path(f"/proc/{self.container.pid}/task/{self.container.pid}/children").read_text().split()
        if not children:
            return False
        self.leader = int(children[0])
        return self.run("systemctl", "is-system-running").stdout.strip() in ("running", "degraded")
