"""The project package and the lowest app: what registration and agenda stand on.

It imports nothing: whoever imports the package first must not decide with which settings Django starts.
"""
