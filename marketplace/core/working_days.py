"""Working days in Indonesia: Saturdays, Sundays, public holidays and joint leave are none."""

from datetime import date, datetime, timedelta

from lokal.holidays import HOLIDAY_YEARS, is_working_day

from marketplace.core.clock import end_of_jakarta_day, jakarta_day

SATURDAY = 5


def is_workday(day: date) -> bool:
    """Tell whether offices and banks work on a day.

    Holidays come from the yearly joint decree of three ministers (SKB 3 Menteri) as kept by ``lokal-id``;
    for a year whose decree is not out yet only weekends are free.
    """
    if day.year in HOLIDAY_YEARS:
        return bool(is_working_day(day))
    return day.weekday() < SATURDAY


def add_working_days(day: date, count: int) -> date:
    """Return the day ``count`` working days after ``day``; ``count`` of 0 returns the day itself."""
    if count < 0:
        raise ValueError("count must not be negative")
    while count:
        day += timedelta(days=1)
        if is_workday(day):
            count -= 1
    return day


def deadline(instant: datetime, working_days: int) -> datetime:
    """Return the end (Jakarta) of the day that lies so many working days after an instant."""
    return end_of_jakarta_day(add_working_days(jakarta_day(instant), working_days))
