"""Prints PolNeAR's training articles, as train/pairs/claims reads them.

    python3 polnear.py FOLDER [DAY]   those from the day on
"""

import csv
import json
import pathlib
import sys


def main():
    folder = pathlib.Path(sys.argv[1])
    since = sys.argv[2] if len(sys.argv) > 2 else ""
    with open(folder / "metadata.tsv") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            path = folder / "train" / (row["filename"] + ".txt")
            if row["publication_date"] >= since and path.exists():
                print(json.dumps({"id": row["filename"], "title": row["title"], "published": row["publication_date"], "text": path.read_text()}))


if __name__ == "__main__":
    main()
