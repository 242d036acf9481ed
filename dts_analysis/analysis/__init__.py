"""Our reading of points, one file per question; each takes tables and returns tables, its choices are arguments.

a unit      completion (how far thresholds could move), losses (where every point went), remedies and tasks (what
            causes call for), streaks (how long, how far to the next class), beside (its parts beside others'),
            planning (what to raise next), evidence (what is claimed without any), bands (xếp loại)
years       trends (two years side by side), decomposition (why attainment moved), rank_moves (why a place moved),
            continuity (what is the same over years), mergers and origins (units made of others)
a group     ranking (places), rollup (what most have done), visits (where to check on site), coverage (what came)
            and causes (of findings)
claims      verification (gaps both ways), gap_parts (what lies between both totals), agreement (how far both
            agree), screening (what stands out)
soundness   audit (is the criteria set sound), robustness (how sure a place is), framework (an index in two tables)
all of it   asked (what a caller asks for, checked), credibility (how far few observations are believed)
published   published and published_lists, _names, _others, _checks: totals printed elsewhere
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
