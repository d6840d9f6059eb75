"""Reads the JSON lines of segbench and of the peers; prints a table of samples a second and ratios."""
import json
import math
import sys

ours, theirs, pipelines = {}, {}, []
for line in sys.stdin:
    d = json.loads(line)
    if "error" in d:
        continue
    if d["group"] == "pipeline":
        pipelines.append((d.get("lib") == "segkit", d["what"], d["median"]))
    elif d["lib"] == "segkit":
        ours.setdefault(d["op"], []).append(d["median"])
    else:
        lib = "torchvision" if d["lib"].startswith("torchvision") else d["lib"]
        best = theirs.setdefault(d["op"], {})
        best[lib] = max(best.get(lib, 0), d["median"])

print("| operation | segaug | albumentations | torchvision | ratio to the faster |")
print("| --- | ---: | ---: | ---: | ---: |")
ratios = []
for op, speeds in ours.items():
    own = sum(speeds) / len(speeds)
    peers = theirs.get(op, {})
    ratio = own / max(peers.values()) if peers else None
    if ratio:
        ratios.append(ratio)
    cells = [f"{peers[lib]:,.0f}" if lib in peers else "" for lib in ("albumentations", "torchvision")]
    print(f"| {op} | {own:,.0f} | {cells[0]} | {cells[1]} | {f'{ratio:.1f}' if ratio else ''} |")
if ratios:
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    print(f"\nGeometric mean of {len(ratios)} ratios: {mean:.2f}; least {min(ratios):.2f}.")
if pipelines:
    peer = max(speed for own, _, speed in pipelines if not own)
    print(f"\n| bytes to 128x128 | samples/s | ratio to the fastest peer |\n| --- | ---: | ---: |")
    for own, what, speed in pipelines:
        print(f"| {'segaug, ' if own else ''}{what} | {speed:,.0f} | {speed / peer:.2f} |" if own
              else f"| {what} | {speed:,.0f} | |")
