//! Numbers as they are printed, with the precision that the print claims.

/// A printed number: its value and how many decimals it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    pub value: f64,
    pub decimals: u32,
    pub percent: bool,
    /// As printed, without spaces and thousands separators.
    pub text: String,
}

impl Printed {
    /// Reads one number that fills the cell, with an optional sign, percent sign, brackets or `以上`-like tail; `None` for
    /// an empty cell, a dash, a range or anything longer.
    pub fn parse(cell: &str) -> Option<Self> {
        let folded: String = cell.chars().map(crate::base::fold_char).filter(|c| !c.is_whitespace() && *c != ',').collect();
        let bare = folded.trim_start_matches(['[', '(', '〔', '＞', '>', '≥', '+']).trim_end_matches([']', ')', '〕']);
        let bare = bare.trim_end_matches("以上").trim_end_matches("左右").trim_end_matches("以下");
        let (bare, percent) = match bare.strip_suffix('%') {
            Some(rest) => (rest, true),
            None => (bare, false),
        };
        let digits = bare.strip_prefix('-').unwrap_or(bare);
        let plain = !digits.is_empty()
            && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
            && digits.chars().filter(|c| *c == '.').count() <= 1;
        if !plain || digits == "." {
            return None;
        }
        let decimals = digits.split_once('.').map_or(0, |(_, tail)| tail.len() as u32);
        Some(Self { value: bare.parse().ok()?, decimals, percent, text: format!("{bare}{}", if percent { "%" } else { "" }) })
    }

    /// Half of the last printed place: how far the true value may be from the print.
    pub fn half_unit(&self) -> f64 {
        0.5 * 10_f64.powi(-(self.decimals as i32))
    }

    /// Whether `value`, rounded or cut to the printed places, gives this print.
    pub fn prints(&self, value: f64) -> bool {
        let unit = 2.0 * self.half_unit();
        let slack = 1e-9 * value.abs().max(1.0);
        let rounded = (value - self.value).abs() <= self.half_unit() + slack;
        let cut = value.abs() >= self.value.abs() - slack && value.abs() < self.value.abs() + unit - slack && value * self.value >= 0.0;
        rounded || cut
    }
}

/// A value shown with as many decimals as its print would have, trailing zeros dropped.
pub fn show(value: f64, decimals: u32) -> String {
    let text = format!("{value:.*}", decimals as usize);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Printed, show};

    #[test]
    fn cells_are_read_with_their_precision() {
        let cell = Printed::parse("1,070.12").expect("a number");
        assert_eq!((cell.value, cell.decimals, cell.percent), (1070.12, 2, false));
        assert!(Printed::parse("６６.７％").is_some_and(|cell| cell.percent && cell.value == 66.7));
        assert!(Printed::parse("＞80").is_some_and(|cell| cell.value == 80.0));
        for none in ["——", "", "2-3", "3.3.4", "约束性", "."] {
            assert_eq!(Printed::parse(none), None, "{none}");
        }
    }

    #[test]
    fn rounding_and_cutting_both_count_as_printing() {
        let cell = Printed::parse("66.7%").expect("a number");
        assert!(cell.prints(66.6667));
        assert!(cell.prints(66.74));
        assert!(!cell.prints(66.9));
        assert_eq!(show(48.0004, 2), "48");
    }
}
