//! Medians, percentiles, and tables of them.

use std::fmt;

/// Measurements of the same thing.
#[derive(Clone, Debug, Default)]
pub struct Series(Vec<f64>);

impl Series {
    /// Adds a measurement.
    pub fn add(&mut self, value: f64) {
        let at = self.0.partition_point(|other| *other < value);
        self.0.insert(at, value);
    }

    /// The value in the middle; not a number when there is none.
    #[must_use]
    pub fn median(&self) -> f64 {
        self.percentile(50)
    }

    /// The smallest value that at least `percent` of the values do not exceed; not a number when there is none.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> f64 {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or(f64::NAN)
    }

    /// The median, and the smallest and the largest value when there are several.
    #[must_use]
    pub fn spread(&self, decimals: usize) -> String {
        match self.0.as_slice() {
            [] => "–".to_owned(),
            [only] => format!("{only:.decimals$}"),
            [least, .., most] => format!("{:.decimals$} ({least:.decimals$}–{most:.decimals$})", self.median()),
        }
    }
}

impl FromIterator<f64> for Series {
    fn from_iter<T: IntoIterator<Item = f64>>(values: T) -> Self {
        let mut values: Vec<_> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        Self(values)
    }
}

/// A table in Markdown.
#[derive(Clone, Debug)]
pub struct Table {
    text: String,
}

impl Table {
    /// A table with these headings.
    #[must_use]
    pub fn new(headings: &[impl AsRef<str>]) -> Self {
        let mut table = Self { text: String::new() };
        table.row(headings);
        table.row(&vec!["---"; headings.len()]);
        table
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[impl AsRef<str>]) {
        for cell in cells {
            self.text.push_str("| ");
            self.text.push_str(cell.as_ref());
            self.text.push(' ');
        }
        self.text.push_str("|\n");
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let mut series: Series = (1..=100).rev().map(f64::from).collect();

        assert_eq!((series.median(), series.percentile(99), series.percentile(100)), (50.0, 99.0, 100.0));
        series.add(0.5);
        assert_eq!((series.percentile(0), series.median()), (0.5, 50.0));
        assert!(Series::default().median().is_nan());
    }

    #[test]
    fn a_table_is_markdown() {
        let mut table = Table::new(&["a", "b"]);
        table.row(&["1", "2"]);

        assert_eq!(table.to_string(), "| a | b |\n| --- | --- |\n| 1 | 2 |\n");
    }

    #[test]
    fn the_spread_shows_the_ends() {
        let series: Series = [3.0, 1.0, 2.0].into_iter().collect();

        assert_eq!(series.spread(1), "2.0 (1.0–3.0)");
    }
}
