"""The Secretariat's home.

Its pages are registered by ``PlenaryAdminConfig.ready`` and not here: this package is imported while the admin site is
being made, and what registered itself then would be lost with the site's first, unfinished instance.
"""
