#!/usr/bin/env python3
"""Makes iin.json: 1,000 numbers that are an IIN and 1,000 that are not, for the tests of both implementations.

Written by the decree (No. 565 of 11 June 2003) and not by the code: the weights are written out and the calendar is Python's own.
The numbers are of people born before 1910 or after 2049, so that none is anybody's. Run it from anywhere; it always makes the same file.
"""

import json
import pathlib
import random
from datetime import date

FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
YEARS = [*range(1800, 1910), *range(2050, 2100)]
OF_EACH = 1000

chance = random.Random(565)


def check_digit(eleven):
    """The twelfth digit, or None for a number that is never issued."""
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        remainder = sum(int(digit) * weight for digit, weight in zip(eleven, weights)) % 11
        if remainder != 10:
            return str(remainder)
    return None


def is_date(year, month, day):
    try:
        date(year, month, day)
        return True
    except ValueError:
        return False


def is_iin(text):
    if text[6] not in CENTURIES:
        return False
    year = CENTURIES[text[6]] + int(text[0:2])
    return is_date(year, int(text[2:4]), int(text[4:6])) and check_digit(text[:11]) == text[11]


def digits(count):
    return "".join(chance.choice("0123456789") for _ in range(count))


def eleven(year, month, day):
    centuries = [digit for digit, start in CENTURIES.items() if start <= year < start + 100]
    return f"{year % 100:02}{month:02}{day:02}{chance.choice(centuries)}{digits(4)}"


def day_of_birth():
    born = date(chance.choice(YEARS), 1, 1).toordinal() + chance.randrange(365)
    return (date.fromordinal(born).year, date.fromordinal(born).month, date.fromordinal(born).day)


def valid():
    # Every tenth was born on a 29 February.
    leap = [year for year in YEARS if is_date(year, 2, 29)]
    birth = (chance.choice(leap), 2, 29) if chance.randrange(10) == 0 else day_of_birth()
    return complete(*birth)


def complete(year, month, day):
    while True:
        start = eleven(year, month, day)
        if check_digit(start) is not None:
            return start + check_digit(start)


def wrong_check_digit():
    number = valid()
    return number[:11] + chance.choice([digit for digit in "0123456789" if digit != number[11]])


def never_issued():
    while True:
        start = eleven(*day_of_birth())
        if check_digit(start) is None:
            return start + digits(1)


def impossible_date():
    month, day = chance.choice([(0, 1), (13, 1), (99, 9), (1, 0), (1, 32), (4, 31), (6, 31), (9, 31), (11, 31), (2, 30), (2, 29)])
    years = [year for year in YEARS if not is_date(year, month, day)]
    return complete(chance.choice(years), month, day)


def unknown_century():
    year, month, day = day_of_birth()
    while True:
        start = f"{year % 100:02}{month:02}{day:02}{chance.choice('0789')}{digits(4)}"
        if check_digit(start) is not None:
            return start + check_digit(start)


def distinct(count, makers):
    numbers = set()
    while len(numbers) < count:
        numbers.add(makers[len(numbers) % len(makers)]())
    return sorted(numbers)


def listed(numbers):
    rows = [", ".join(json.dumps(number) for number in numbers[start : start + 8]) for start in range(0, len(numbers), 8)]
    return "[\n    " + ",\n    ".join(rows) + "\n  ]"


accepted = distinct(OF_EACH, [valid])
refused = distinct(OF_EACH, [wrong_check_digit, never_issued, impossible_date, unknown_century])
assert all(map(is_iin, accepted)) and not any(map(is_iin, refused))

about = "Made by make_iin.py, which tells how. Read by tests/iin_vectors.rs and tests/hosts/iin.test.mjs."
text = f'{{\n  "about": {json.dumps(about)},\n  "valid": {listed(accepted)},\n  "invalid": {listed(refused)}\n}}\n'
json.loads(text)
pathlib.Path(__file__).with_name("iin.json").write_text(text, encoding="utf-8")
