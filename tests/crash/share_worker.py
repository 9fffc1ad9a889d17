"""Makes links and takes them back, without an end; says when it begins."""

import random
import sys

from datavault_jupyter import Vault


def work(place: str, seed: int) -> None:
    picked = random.Random(seed)
    with Vault(place) as vault:
        ds = vault["shared"]
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        while True:
            share = ds.share("ana", outsiders=True)
            if picked.random() < 0.5:
                share.public(confirm=True)
                share.change(hidden=["n"])
                share.restrict()
            if picked.random() < 0.3:
                share.revoke()


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]))
