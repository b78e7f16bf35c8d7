"""What we claim about speed and memory, measured as ratios in one run: `python -m benchmarks`."""
