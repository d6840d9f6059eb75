"""Reads what segpack writes with the readers of other programs, and the other way round.

    python Tests/peers/exchange.py SET [SET...]

SET is a shard set whose samples all have a label map; PATH leads to segpack. Needs numpy, Pillow,
webdataset, wids, DALI (on the CPU), tfrecord, crc32c, mosaicml-streaming, pycocotools and torchvision; a line for each
reader that is there says how many samples came through with every pixel as it is in the shards.
"""
import glob
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile

import numpy as np
from PIL import Image


def decoded(name, data):
    return np.load(io.BytesIO(data)) if name.endswith("npy") else np.array(Image.open(io.BytesIO(data)))


def samples_of(tar):
    """Key: (picture, label map, metadata), from an open tar."""
    found = {}
    for info in tar:
        folder, _, base = info.name.rpartition("/")
        stem, _, extension = base.partition(".")
        key = (folder + "/" if folder else "") + re.sub(
            "%2E|%25", lambda m: ".%"[m.group() == "%25"], stem)
        data = tar.extractfile(info).read()
        sample = found.setdefault(key, [None, None, None])
        if extension == "json":
            sample[2] = json.loads(data)
        elif extension.startswith("mask."):
            sample[1] = decoded(extension, data)
        elif extension in ("image.npy", "jpg", "png"):
            sample[0] = decoded(extension, data)
    return found


def same(found, truth, lossy=False):
    """How many samples have the label map, and the picture but for the rounding of JPEG decoders."""
    count = 0
    for key, (image, mask) in found.items():
        want = truth[key]
        near = np.abs(image.astype(int) - want[0].reshape(image.shape)).max() <= (2 if lossy else 0)
        count += bool(near and mask.dtype.kind in "ui" and np.array_equal(mask, want[1]))
    return f"{count} of {len(truth)}"


def wds2idx(path):
    """The index as NVIDIA's wds2idx makes it: v1.2, all members of a sample on a line."""
    rows, last = [], None
    with tarfile.open(path) as tar:
        for info in tar:
            folder, _, base = info.name.rpartition("/")
            stem, dot, extension = base.partition(".")
            if not info.isfile() or not stem or not dot:
                continue
            if last != (folder, stem):
                rows.append([])
                last = (folder, stem)
            rows[-1].append(f"{extension} {info.offset_data} {info.size} {info.name}")
    return f"v1.2 {len(rows)}\n" + "".join(" ".join(r) + "\n" for r in rows)


def check(path, work):
    shards = sorted(glob.glob(path + "/*.tar"))
    truth = {}
    for shard in shards:
        with tarfile.open(shard) as tar:
            truth.update(samples_of(tar))
    with tarfile.open(shards[0]) as tar:
        members = [tar.next().name for _ in range(3)]
        names = [name[name.rfind("/") + 1:].partition(".")[2] for name in members]
    lossy = "jpg" in names

    def say(what, run):
        try:
            print(f"{os.path.basename(path.rstrip('/'))}\t{what}\t{run()}", flush=True)
        except ImportError as missing:
            print(f"{path}\t{what}\tnot here: {missing}", flush=True)

    def segpack(*words, **keywords):
        return subprocess.run(["segpack", *words], check=True, **keywords)

    def back(form, source):
        stream = segpack("import", "--from", form, source, "-q", stdout=subprocess.PIPE).stdout
        with tarfile.open(fileobj=io.BytesIO(stream)) as tar:
            found = samples_of(tar)
        metadata = sum(found[k][2].get("meta") == truth[k][2].get("meta") for k in truth)
        text = same({k: v[:2] for k, v in found.items()}, truth, form == "npz" and lossy)
        return f"{text}, {metadata} with their metadata"

    def webdataset():
        import webdataset
        rows = list(webdataset.WebDataset(shards, shardshuffle=False))
        keys = [row["__key__"] for row in rows]
        parts = [("image.npy", "jpg", "png"), ("mask.npy", "mask.png")]
        found = {}
        for row in rows:
            image, mask = ([decoded(e, row[e]) for e in p if e in row][0] for p in parts)
            found[json.loads(row["json"])["key"]] = (image, mask)
        assert len(set(keys)) == len(keys)
        return same(found, truth)

    def wids():
        import wids
        data = wids.ShardListDataset(path + "/index.json", transformations=[])
        order = np.random.default_rng(1).permutation(len(data))
        found = {}
        for place in order:
            row = {k: v.read() if hasattr(v, "read") else v for k, v in data[int(place)].items()}
            image = [decoded(e, row["." + e]) for e in ("image.npy", "jpg", "png") if "." + e in row]
            mask = [decoded(e, row["." + e]) for e in ("mask.npy", "mask.png") if "." + e in row]
            found[json.loads(row[".json"])["key"]] = (image[0], mask[0])
        return same(found, truth)

    def dali():
        equal = sum(open(s[:-3] + "idx").read() == wds2idx(s) for s in shards)
        return f"{equal} of {len(shards)} indexes are the same text"

    def dali_reader():
        from nvidia.dali import fn, pipeline_def
        rows = []
        for shard in shards:
            with tarfile.open(shard) as tar:
                for info in tar:
                    stem, _, extension = info.name[info.name.rfind("/") + 1:].partition(".")
                    if extension == names[0]:
                        rows.append({})
                    rows[-1][extension] = tar.extractfile(info).read()

        @pipeline_def(batch_size=1, num_threads=1, device_id=None)
        def reading():
            return tuple(fn.readers.webdataset(
                paths=shards, index_paths=[s[:-3] + "idx" for s in shards], ext=names,
                missing_component_behavior="error"))
        pipeline = reading()
        pipeline.build()
        count = 0
        for row in rows:
            parts = pipeline.run()
            count += all(bytes(np.array(p[0])) == row[n] for p, n in zip(parts, names))
        return f"{count} of {len(truth)}, byte for byte"

    def npz():
        found = {}
        for key in truth:
            with np.load(f"{work}/npz/{key}.npz") as archive:
                found[key] = (archive["image"], archive["mask"])
        return same(found, truth, lossy)

    def tfrecord():
        import crc32c
        import tfrecord
        found = {}
        for file in sorted(glob.glob(work + "/tfrecord/*")):
            data = open(file, "rb").read()
            place = 0
            while place < len(data):
                length = struct.unpack_from("<Q", data, place)[0]
                for start, size in ((place, 8), (place + 12, length)):
                    sum_ = crc32c.crc32c(data[start:start + size])
                    masked = ((sum_ >> 15 | sum_ << 17) + 0xA282EAD8) & 0xFFFFFFFF
                    assert struct.unpack_from("<I", data, start + size)[0] == masked
                place += 16 + length
            for row in tfrecord.reader.tfrecord_loader(file, None):
                key = bytes(row["image/filename"]).decode()
                image = np.array(Image.open(io.BytesIO(bytes(row["image/encoded"]))))
                mask = np.array(Image.open(io.BytesIO(bytes(row["image/segmentation/class/encoded"]))))
                assert row["image/height"][0] == image.shape[0] and row["image/width"][0] == image.shape[1]
                found[key] = (image, mask)
        return same(found, truth)

    def mds():
        import streaming
        streaming.base.util.clean_stale_shared_memory()
        data = streaming.StreamingDataset(local=work + "/mds", batch_size=1, shuffle=False)
        return same({row["key"]: (np.array(row["image"]), np.array(row["mask"])) for row in data}, truth)

    def coco():
        from pycocotools.coco import COCO
        found = {}
        for file in sorted(glob.glob(work + "/coco/annotations/*.json")):
            split = os.path.basename(file)[:-5]
            data = COCO(file)
            for number, image in data.imgs.items():
                mask = np.full((image["height"], image["width"]), 255, np.uint8)
                for annotation in data.loadAnns(data.getAnnIds(imgIds=[number])):
                    part = data.annToMask(annotation) > 0
                    assert part.sum() == annotation["area"]
                    mask[part] = annotation["category_id"] - 1
                name = image["file_name"]
                found[name.rpartition(".")[0]] = (
                    np.array(Image.open(f"{work}/coco/images/{split}/{name}")), mask)
        return same(found, truth)

    def voc():
        from torchvision.datasets import VOCSegmentation
        os.makedirs(work + "/root/VOCdevkit")
        os.symlink(work + "/voc", work + "/root/VOCdevkit/VOC2012")
        found = {}
        lists = sorted(glob.glob(work + "/voc/ImageSets/Segmentation/*.txt"))
        for file in lists:
            split = os.path.basename(file)[:-4]
            if split not in ("train", "val", "trainval"):
                # torchvision knows no other word.
                os.rename(file, os.path.dirname(file) + "/trainval.txt")
            name = split if split in ("train", "val") else "trainval"
            data = VOCSegmentation(work + "/root", year="2012", image_set=name)
            for (image, mask), stem in zip(data, open(f"{os.path.dirname(file)}/{name}.txt").read().split("\n")):
                found[stem] = (np.array(image), np.array(mask))
            if name != split:
                os.rename(os.path.dirname(file) + "/trainval.txt", file)
        # What is no JPEG is written as one: then only the label maps are the same.
        if not lossy:
            found = {k: (truth[k][0], v[1]) for k, v in found.items()}
        return same(found, truth)

    say("webdataset", webdataset)
    say("wids", wids)
    say("DALI wds2idx", dali)
    say("DALI fn.readers.webdataset", dali_reader)
    for form, reader, run in [("npz", "numpy.load", npz), ("tfrecord", "tfrecord", tfrecord),
                              ("mds", "StreamingDataset", mds), ("coco", "pycocotools", coco),
                              ("voc", "torchvision VOCSegmentation", voc)]:
        segpack("export", "--to", form, path, "-o", f"{work}/{form}", "-q")
        say(f"{form}: {reader}", run)
        if form != "voc" or lossy:
            say(f"{form}: segpack import", lambda: back(form, f"{work}/{form}"))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        folder = tempfile.mkdtemp()
        try:
            check(name, folder)
        finally:
            shutil.rmtree(folder)
