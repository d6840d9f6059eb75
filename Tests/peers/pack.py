"""Prepares, times and compares packing and reading; see the script pack beside this file.

    python pack.py prepare DATA OUT      the streams that are packed: encoded.tar and raw.tar
    python pack.py measure BIN OUT NOSYNC  JSON lines of segpack, of cat, and of segbench shards
    python pack.py table < LINES         Markdown
"""
import glob
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile

# A row of the table, and which measurement of each peer belongs in it.
ROWS = {
    "write encoded": {
        "webdataset": r"webdataset: ShardWriter jpg", "MDS": r"MDS: MDSWriter jpg\+png bytes$",
        "FFCV": r"FFCV: write jpg\+png"},
    "write raw 128x128": {
        "webdataset": r"webdataset: write .npy", "MDS": r"MDS: write ndarray",
        "FFCV": r"FFCV: write NDArray"},
    "read encoded": {
        "webdataset": r"webdataset: read raw bytes$", "MDS": r"MDS: iterate raw bytes$",
        "FFCV": r"FFCV: read jpg\+png.*, 1 worker"},
    "read encoded, random": {"MDS": r"MDS: random access raw bytes"},
    "read raw 128x128": {
        "webdataset": r"webdataset: read .npy 128x128, batches", "MDS": r"MDS: iterate ndarray",
        "FFCV": r"FFCV: read NDArray.*, 1 worker", "memmap": r"numpy memmap: read 128x128 seq"},
    "read raw 128x128, random": {"memmap": r"numpy memmap: read 128x128 random"},
    "read and decode": {
        "webdataset": r"webdataset: read \+ decode cv2$", "MDS": r"MDS: iterate \+ decode cv2",
        "FFCV": r"FFCV: read RGBImageField jpg.*, decode, 1 worker"},
}
PEERS = ["webdataset", "MDS", "FFCV", "memmap"]


def row_of(form, what, threads):
    """The row a measurement of segbench shards belongs in; None for those without a peer."""
    raw = form == "raw"
    if what == "decoded, sequential" and threads == 1 and not raw:
        return "read and decode"
    if what.startswith("arrays into batches" if raw else "members") or (
            not raw and what.startswith(("in place", "stream"))):
        return ("read raw 128x128" if raw else "read encoded") + (
            ", random" if what.endswith("random") else "")
    return None


def prepare(data, out):
    import cv2
    import numpy as np
    jpegs = [open(f, "rb").read() for f in sorted(glob.glob(f"{data}/img/*.jpg"))]
    pngs = [open(f, "rb").read() for f in sorted(glob.glob(f"{data}/mask/*.png"))]

    def npy(array):
        file = io.BytesIO()
        np.save(file, array)
        return file.getvalue()

    def picture(data, flags, how):
        return cv2.resize(cv2.imdecode(np.frombuffer(data, np.uint8), flags), (128, 128),
                          interpolation=how)

    small = [(npy(picture(j, cv2.IMREAD_COLOR_RGB, cv2.INTER_LINEAR)),
              npy(picture(p, cv2.IMREAD_UNCHANGED, cv2.INTER_NEAREST)))
             for j, p in zip(jpegs, pngs)]
    for name, times, extensions, files in [
            ("encoded", 16, ("jpg", "mask.png"), list(zip(jpegs, pngs))),
            ("raw", 16, ("image.npy", "mask.npy"), small)]:
        # As segpack writes streams, so that nothing has to be put in order: with metadata, and POSIX.
        with tarfile.open(f"{out}/{name}.tar", "w", format=tarfile.USTAR_FORMAT) as tar:
            for number in range(times * len(files)):
                key = f"{number:06d}"
                image, mask = files[number % len(files)]
                for extension, data in ((extensions[0], image),
                                        ("json", b'{"key":"%s"}\n' % key.encode()),
                                        (extensions[1], mask)):
                    info = tarfile.TarInfo(f"{key}.{extension}")
                    info.size = len(data)
                    tar.addfile(info, io.BytesIO(data))


def measure(binaries, out, nosync):
    from common import emit, timed_pass
    with tarfile.open(f"{out}/encoded.tar") as tar:
        counts = {"encoded": sum(1 for _ in tar) // 3}
    with tarfile.open(f"{out}/raw.tar") as tar:
        counts["raw"] = sum(1 for _ in tar) // 3

    def run(words, count, target, without):
        environment = dict(os.environ, **({"LD_PRELOAD": nosync} if without else {}))

        def once():
            shutil.rmtree(target, ignore_errors=True)
            subprocess.run(words, check=True, env=environment, stdout=subprocess.DEVNULL)
            return count
        return once

    def bench(row, what, words, form, target, without, **more):
        try:
            speeds = timed_pass(run(words, counts[form], target, without), repeats=5, warmup=1)
        except Exception as error:
            emit(group="pack", lib="segkit", row=row, what=what, error=str(error)[:200])
            return
        emit(group="pack", lib="segkit", row=row, what=what, unit="samples/s", **speeds, **more)

    for form, row in (("encoded", "write encoded"), ("raw", "write raw 128x128")):
        source = f"{out}/{form}.tar"
        for without in (True, False):
            said = "without fsync" if without else "with fsync"
            ending = "" if without else "; sync out"
            bench(row, f"cat, {said}", ["sh", "-c", f'mkdir "$1"; cd "$1"; cat "$2" > out{ending}',
                                        "sh", f"{out}/cat", source], form, f"{out}/cat", without)
            for jobs in (1, 2):
                bench(row, f"segpack -j {jobs}, {said}", [
                    f"{binaries}/segpack", "create", "-q", "--statistics", "none", "-j", str(jobs),
                    "-o", f"{out}/{form}", source], form, f"{out}/{form}", without)
    for form in counts:
        if os.path.exists(f"{out}/{form}/dataset.json"):
            # What reads shards has its own measurements; an older segbench has none.
            done = subprocess.run([f"{binaries}/segbench", "shards", f"{out}/{form}"],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            for line in done.stdout.splitlines() if done.returncode == 0 else []:
                entry = json.loads(line)
                entry["form"], entry["row"] = form, row_of(
                    form, entry["what"], entry.get("threads", 1))
                print(json.dumps(entry), flush=True)


def table():
    ours, theirs, machine = {}, {}, {}
    for line in sys.stdin:
        entry = json.loads(line)
        if entry.get("lib") == "segkit" and "mb_s" in entry and "form" in entry:
            key = (entry["form"], entry["what"], entry.get("threads", 1))
            machine.setdefault(key, []).append(entry["mb_s"])
        if "mb_s" in entry and "median" not in entry or "form" in entry and not entry["row"]:
            continue
        if "median" not in entry:
            print(f"{entry.get('what', '')}: {entry.get('error', 'no figure')}", file=sys.stderr)
        elif entry.get("lib") == "segkit":
            key = (entry.get("row", entry.get("group", "")), entry["what"])
            ours.setdefault(key, []).append(entry["median"])
        else:
            for row, peers in ROWS.items():
                for peer, pattern in peers.items():
                    if re.match(pattern, entry.get("what", "")):
                        theirs.setdefault(row, {})[peer] = entry["median"]
    print("| samples/s | what | " + " | ".join(PEERS) + " | ours | ratio to the best |")
    print("| --- | --- |" + " ---: |" * (len(PEERS) + 2))
    for (row, what), speeds in sorted(ours.items()):
        own = sum(speeds) / len(speeds)
        peers = theirs.get(row, {})
        cells = [f"{peers[p]:,.0f}" if p in peers else "" for p in PEERS]
        best = f"{own / max(peers.values()):.2f}" if peers else ""
        print(f"| {row} | {what} | " + " | ".join(cells) + f" | {own:,.0f} | {best} |")
    for (row, what), speeds in sorted(ours.items()):
        plain = ours.get((row, "cat, without fsync"))
        if plain and what.startswith("segpack") and what.endswith("without fsync"):
            share = sum(speeds) / len(speeds) / (sum(plain) / len(plain))
            print(f"\n{row}, {what}: {100 * share:.0f} % of plain concatenation.")
    for (form, what, threads), speeds in sorted(machine.items()):
        floor = machine.get((form, "read(2) from the page cache", 1))
        if what == "verify" and floor:
            own, most = (sum(s) / len(s) for s in (speeds, floor))
            print(f"\nverify, {form}, {threads} threads: {own:,.0f} MB/s, {100 * own / most:.0f} % of "
                  f"reading the page cache ({most:,.0f} MB/s).")


if __name__ == "__main__":
    {"prepare": prepare, "measure": measure, "table": table}[sys.argv[1]](*sys.argv[2:])
