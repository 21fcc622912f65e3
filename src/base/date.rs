//! Dates: to the day, to the month, or only to the year.

use super::digits::number_of;
use std::fmt;
use std::str::FromStr;

/// A day, a month or a year. A wider date is before the narrower ones within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub(crate) year: u16,
    pub(crate) month: Option<u8>,
    pub(crate) day: Option<u8>,
}

/// A text that is no date of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// The text.
    pub text: String,
}

impl Date {
    /// Whether something that began on this date had begun on `day`. The earliest day of either counts,
    /// where it is a month or a year.
    pub fn begins_by(self, day: Self) -> bool {
        self.earliest() <= day.earliest()
    }

    /// Whether something that applied up to and including this date was over on `day`. The latest day counts, where
    /// it is a month or a year.
    pub fn is_over_on(self, day: Self) -> bool {
        (self.year, self.month.unwrap_or(12), self.day.unwrap_or(31)) < day.earliest()
    }

    /// Whether it is given to the day.
    pub fn is_day(self) -> bool {
        self.day.is_some()
    }

    fn earliest(self) -> (u16, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    fn is_in_calendar(self) -> bool {
        let Some(month) = self.month else { return true };
        let days = match month {
            2 if self.is_in_leap_year() => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return false,
        };
        self.day.is_none_or(|day| (1..=days).contains(&day))
    }

    fn is_in_leap_year(self) -> bool {
        let year = self.year;
        year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Reads `2018-06-07`, `2021-05` or `2026`.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let error = || DateError { text: text.to_owned() };
        let mut fields = text.split('-');
        let year = fields.next().and_then(|field| number_of(field, 4)).ok_or_else(error)?;
        let mut next = || match fields.next() {
            None => Ok(None),
            Some(field) => match number_of(field, 2) {
                Some(number) => Ok(Some(number)),
                None => Err(error()),
            },
        };
        let date = Self { year, month: next()?, day: next()? };
        if fields.next().is_some() || !date.is_in_calendar() { Err(error()) } else { Ok(date) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        let rest = self.month.into_iter().chain(self.day);
        rest.into_iter().try_for_each(|number| write!(f, "-{number:02}"))
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a date: expected a date such as 2018-06-07, 2021-05 or 2026",
            self.text
        )
    }
}

impl std::error::Error for DateError {}

#[cfg(test)]
mod tests {
    use super::Date;

    fn date(text: &str) -> Option<Date> {
        text.parse().ok()
    }

    #[test]
    fn dates_come_back_as_written() {
        for text in ["2018-06-07", "2021-05", "2026", "2024-02-29", "2000-02-29", "2023-12-31"] {
            assert_eq!(date(text).map(|date| date.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_not_in_the_calendar() {
        for text in [
            "",
            "18",
            "2018-6-7",
            "2018-13",
            "2018-00",
            "2018-04-31",
            "2023-02-29",
            "1900-02-29",
            "2018-01-00",
            "2018-01-01-01",
            "2018-",
            "+018",
            "2018-aa",
            "01-02-2018",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn the_earliest_day_of_a_span_counts() {
        for (began, day, expected) in [
            ("2018-06-07", "2018-06-07", true),
            ("2018-06-07", "2018-06-06", false),
            ("2021-05", "2021-05-01", true),
            ("2021-05", "2021-04-30", false),
            ("2026", "2026-01-01", true),
            ("2026", "2025-12-31", false),
        ] {
            let begins = date(began).zip(date(day)).map(|(began, day)| began.begins_by(day));
            assert_eq!(begins, Some(expected), "{began} {day}");
        }
        assert!(date("2018") < date("2018-01") && date("2018-01") < date("2018-01-01"));
        assert!(date("2018-01-31") < date("2018-02"));
    }
}
