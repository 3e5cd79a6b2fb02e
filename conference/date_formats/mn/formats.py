"""Mongolian: the year first, twenty-four hours, Monday first."""

DATE_FORMAT = "Y оны n сарын j"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y оны n сарын j, H:i"
YEAR_MONTH_FORMAT = "Y оны n сар"
MONTH_DAY_FORMAT = "n сарын j"
SHORT_DATE_FORMAT = "Y.m.d"
SHORT_DATETIME_FORMAT = "Y.m.d H:i"
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%Y.%m.%d", "%Y-%m-%d", "%d.%m.%Y"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = ["%Y.%m.%d %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
