"""Print by how many MB a photo makes a fresh process grow: FILE cards|all.

Fresh, because a process that was larger before reuses what it has, and shows nothing.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT)]

from marketplace.infra.media import images  # noqa: E402

STATUS = Path("/proc/self/status")


def kilobytes(name: str) -> int:
    """Return one line of what the kernel knows about this process."""
    lines = STATUS.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main(path: Path, what: str) -> None:
    """Do the work and print the peak above what there was before."""
    data = path.read_bytes()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins here
    before = kilobytes("VmRSS")
    picture = images.card_set(data)
    if what == "all":
        images.avif_set(picture.master)
    print((kilobytes("VmHWM") - before) / 1024)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
