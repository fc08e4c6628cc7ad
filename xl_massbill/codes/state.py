"""State: the two-letter codes that an address on a claim may hold.

Source: handbook FMT-006; code list 22 of the 837P guide, with USPS territories, military post and Canada.
"""

from __future__ import annotations

NAMES = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
}
"""The fifty states and the District of Columbia."""

TERRITORIES = {
    "AS": "American Samoa",
    "FM": "Micronesia",
    "GU": "Guam",
    "MH": "Marshall Islands",
    "MP": "Northern Marianas",
    "PR": "Puerto Rico",
    "PW": "Palau",
    "VI": "Virgin Islands",
    "AA": "Military, Americas",
    "AE": "Military, Europe",
    "AP": "Military, Pacific",
}

CANADA = {
    "AB": "Alberta",
    "BC": "British Columbia",
    "MB": "Manitoba",
    "NB": "New Brunswick",
    "NL": "Newfoundland",
    "NF": "Newfoundland (old)",
    "NS": "Nova Scotia",
    "NT": "Northwest Territories",
    "NU": "Nunavut",
    "ON": "Ontario",
    "PE": "Prince Edward Island",
    "PQ": "Quebec (old)",
    "QC": "Quebec",
    "SK": "Saskatchewan",
    "YT": "Yukon",
}

_ALL = NAMES | TERRITORIES | CANADA


def compact(code: str) -> str:
    """Return the code without blanks, in capitals.

    >>> compact(" wa ")
    'WA'
    """
    return code.strip().upper()


def is_valid(code: str) -> bool:
    """Return whether it is a state, territory or province code.

    >>> is_valid("WA"), is_valid("wa"), is_valid("XX"), is_valid("PR"), is_valid("BC")
    (True, False, False, True, True)
    """
    return code in _ALL


def name(code: str) -> str:
    """Return the name of a state, territory or province; KeyError if there is none.

    >>> name("WA")
    'Washington'
    """
    return _ALL[code]


def codes() -> tuple[str, ...]:
    """Return every code in order, the states first.

    >>> codes()[:2], len(codes()) > 70
    (('AK', 'AL'), True)
    """
    return (*sorted(NAMES), *sorted(TERRITORIES), *sorted(CANADA))
