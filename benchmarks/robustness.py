"""How sure a place is, at three sizes, beside a plain loop over draws.

    python benchmarks/robustness.py

51 units x 49 indicators in 8 groups, 2 sub-indices and an index, 1,000 draws; Sobol indices of the same index in
6,000 runs; 3,321 communes x 62 indicators, 1,000 draws. Weights vary at two levels, with two normalisations and
two aggregations. The loop takes the same draws one at a time: it puts the values on the scale drawn, adds them up
and ranks them, with NumPy and pandas inside each draw, and must come to the same places. The last line is our
seconds over the loop's, the three together.
"""

import numpy as np
import pandas as pd
from measuring import no_options, peak_gigabytes, seconds

from dts_analysis.analysis import framework, robustness

SEED = 2026
SOURCES = robustness.Sources(
    weight_levels=(1, 2),
    normalisation=("min_max", "rank"),
    aggregation={3: ("arithmetic", "geometric")},
)


def example(units, indicators, groups):
    """Return values and a framework of so many indicators in so many groups, two sub-indices and an index."""
    rng = np.random.default_rng(SEED)
    codes = [f"{each % groups + 1}.{each // groups + 1}" for each in range(indicators)]
    rows = [("index", ""), ("left", "index"), ("right", "index")]
    rows += [(str(each + 1), "left" if each < groups // 2 else "right") for each in range(groups)]
    rows += [(code, code.partition(".")[0]) for code in codes]
    table = pd.DataFrame(rows, columns=["code", "parent"])
    table["weight"] = rng.uniform(0.5, 1.5, len(table)).round(2)
    ability = rng.normal(0, 1, (units, 1))
    values = pd.DataFrame(50 + 10 * (ability + rng.normal(0, 1, (units, indicators))), columns=codes)
    return values.set_axis([f"{each:05d}" for each in range(units)]), table


def loop(values, table, parameters, weights):
    """Return the places of every draw, one draw after another."""
    tree = framework.tree(table)
    raw = values[list(tree.indicators)]
    found = np.empty((len(parameters), len(values)), dtype=np.int64)
    columns = {code: place for place, code in enumerate(tree.codes)}
    order = [columns[code] for code in weights.columns]
    for draw, (chosen, drawn) in enumerate(zip(parameters.to_dict("records"), weights.to_numpy(), strict=True)):
        nodes = np.empty((len(values), len(tree.codes)))
        nodes[:, : tree.n_indicators] = scaled(raw, chosen["normalisation"])
        weight = np.ones(len(tree.codes))
        weight[order] = drawn
        for node in range(tree.n_indicators, len(tree.codes)):
            below = tree.children[node]
            share, parts = weight[below] / weight[below].sum(), nodes[:, below]
            if chosen.get(f"aggregation_{tree.level[node]}") == "geometric":
                nodes[:, node] = np.exp(np.log(np.maximum(parts, framework.FLOOR)) @ share)
            else:
                nodes[:, node] = parts @ share
        found[draw] = pd.Series(nodes[:, -1].round(12)).rank(method="min", ascending=False)
    return found


def scaled(raw, method):
    """Return the values on one scale."""
    if method == "rank":
        return (raw.rank() - 1) / (len(raw) - 1)
    return (raw - raw.min()) / (raw.max() - raw.min())


def compared(name, values, table, draws, ours, repeats):
    """Print one line; return our seconds and the loop's. `draws` are those that the loop repeats."""
    took, _ = seconds(ours, repeats)
    looped, places = seconds(lambda: loop(values, table, draws.parameters, draws.weights), min(repeats, 3))
    same = float((places == draws.ranks).mean())
    assert same > 0.999, f"the loop comes to other places: {same:.4f} agree"
    runs = len(draws.parameters)
    print(f"{name:<44} ours {took:7.3f} s   loop {looped:7.3f} s of {runs:,} draws   ratio {took / looped:6.3f}")
    return took, looped


def main():
    """Print seconds, the loop's and the ratio for each size, and the peak of memory."""
    no_options(__doc__)
    small, big = example(51, 49, 8), example(3321, 62, 8)
    n_factors = len(SOURCES.active)
    base = 6000 // (n_factors + 2)
    of_small = robustness.simulate(*small, SOURCES, n=1000, seed=SEED)
    of_sobol = robustness.simulate(*small, SOURCES, n=base * (n_factors + 2), seed=SEED)
    of_big = robustness.simulate(*big, SOURCES, n=1000, seed=SEED)
    cases = [
        ("51 units x 49 indicators, N = 1,000", small, of_small, 5,
         lambda: robustness.intervals(robustness.simulate(*small, SOURCES, n=1000, seed=SEED))),
        (f"the same, Sobol of {base * (n_factors + 2):,} runs", small, of_sobol, 3,
         lambda: robustness.sobol(*small, SOURCES, n=base, seed=SEED)),
        ("3,321 units x 62 indicators, N = 1,000", big, of_big, 1,
         lambda: robustness.intervals(robustness.simulate(*big, SOURCES, n=1000, seed=SEED))),
    ]  # fmt: skip
    took = np.array([compared(name, *data, draws, ours, times) for name, data, draws, times, ours in cases])
    print(f"peak memory: {peak_gigabytes():.2f} GB")
    print(f"ratio to loop: {took[:, 0].sum() / took[:, 1].sum():.2f}")


if __name__ == "__main__":
    main()
