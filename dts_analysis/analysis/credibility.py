"""How far a rate may be believed that few observations make: credibility, estimated from the data."""

import numpy as np


def believed(
    amount: np.ndarray, volume: np.ndarray, risk: np.ndarray, collective: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return each risk's mean of amount / volume, and how far it may be believed beside its collective's, 0 to 1.

    Parameters
    ----------
    amount, volume : array of float
        Of every observation; those without a volume say nothing.
    risk : array of int
        The risk of every observation.
    collective : array of int
        The collective of every risk.

    Source
    ------
    Buehlmann and Straub (1970), as in Buehlmann and Gisler (2005), chapter 4.

    Examples
    --------
    The rates of `visits.cut_rates`: 0.7 and 0.1, each believed by 17/18.

    >>> amount, alike = np.array([6.0, 8, 0, 2]), np.zeros(2, dtype=int)
    >>> mean, z = believed(amount, np.full(4, 10.0), np.array([0, 0, 1, 1]), alike)
    >>> mean.tolist(), (18 * z).round(9).tolist()
    ([0.7, 0.1], [17.0, 17.0])
    """
    n = len(collective)
    is_seen = volume > 0
    amount, volume, risk = amount[is_seen], volume[is_seen], risk[is_seen]
    total, seen = np.bincount(risk, volume, minlength=n), np.bincount(risk, minlength=n)
    mean = ratios(np.bincount(risk, amount, minlength=n), total)
    freedom = (seen[seen > 0] - 1).sum()
    if not freedom:
        return mean, np.zeros(n)
    within = (volume * (amount / volume - mean[risk]) ** 2).sum() / freedom
    all_of = np.bincount(collective, total)
    middle = ratios(np.bincount(collective, total * mean), all_of)
    n_collectives = len(np.unique(collective[seen > 0]))
    between = (total * (mean - middle[collective]) ** 2).sum() - ((seen > 0).sum() - n_collectives) * within
    between /= max((all_of - ratios(np.bincount(collective, total**2), all_of)).sum(), np.finfo(float).tiny)
    return mean, ratios(total, total + within / between) if between > 0 else np.zeros(n)


def ratios(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """Return top / bottom; 0 where there is nothing below."""
    return np.divide(top, bottom, out=np.zeros(len(top)), where=bottom > 0)
