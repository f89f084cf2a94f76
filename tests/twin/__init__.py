"""The slow, obvious twin of the statistics, written from the rules' text alone.

Nothing here imports `bleedlog.statistics`: two people who read the same rules and wrote different
programs should get the same figures. Obvious is worth more here than fast: a day is one element of
a set, and one function stands for one sentence of the clinical rules.
"""
