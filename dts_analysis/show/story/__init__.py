"""One page that tells a unit's year: a headline, main points of one sentence each, tasks, what is not certain.

Every sentence is built from counted tables and disappears where there is nothing to say; none adds anything up.
"""
