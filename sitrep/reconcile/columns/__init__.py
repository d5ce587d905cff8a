"""The rules of reconciliation a column at a time, for many facts and periods: the numbers, without what stands behind.

Each function names the one that tells its rule of a single thing.
"""
