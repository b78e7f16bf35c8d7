"""Run every benchmark and print its lines."""

import sys

from . import discussion_page, start, upload_memory, writing

for benchmark in (discussion_page, writing, upload_memory, start):
    print(f"\n{(benchmark.__doc__ or '').strip().splitlines()[0]}")
    for line in benchmark.main():
        print(f"  {line}")
        sys.stdout.flush()
