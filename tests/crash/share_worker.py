"""Makes links and takes them back, without an end; says a line for each."""

import random
import sys

from datavault_jupyter import Vault

with Vault(sys.argv[1]) as vault:
    ds = vault["shared"]
    picked = random.Random(int(sys.argv[2]))
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
