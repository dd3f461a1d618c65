//! Pages about one thing each: what it is, what it stands in relation to, and the sentences that say so.
//!
//! A sentence is printed once: a measure whose line is its own sentence needs no proof below it, and what the relations have
//! already quoted is not quoted again for the thing itself.

use super::cells::Grid;
use super::page::PageStyle;
use super::titles::Titles;
use super::wrap::wrap;

/// Where the text of a numbered line begins.
const INDENT: usize = 4;

/// A place in the text and the words that stand there.
type Quoted<'a> = (&'a str, &'a str);

/// Rows of (part, item, address, evidence address, quote), where the first row of each thing has its kind as part and an address
/// of its own, the next ones its properties, then its relations.
pub fn portrait(grid: &Grid, titles: &Titles<'_>, style: &PageStyle) -> String {
    let mut out = String::new();
    let mut seen: Vec<Quoted<'_>> = Vec::new();
    let mut own: Vec<Quoted<'_>> = Vec::new();
    let mut heading: Option<&str> = None;
    for (number, row) in grid.rows.iter().enumerate() {
        let part = cell(row, 0);
        let item = cell(row, 1).replace('\n', "；");
        let is_relation = part.contains(['→', '←']);
        let proofs = quoted(cell(row, 3), cell(row, 4));
        if !is_relation && !proofs.is_empty() {
            rest(&mut out, &own, &seen, titles, style);
            if number > 0 {
                out.push('\n');
            }
            line(&mut out, style.numbered.then_some(number), &format!("{} {item}", titles.part(part)), style);
            (own, seen) = (proofs, Vec::new());
        } else if !is_relation {
            if !item.is_empty() {
                line(&mut out, style.numbered.then_some(number), &format!("{}: {item}", titles.part(part)), style);
            }
        } else {
            if heading != Some(part) {
                let count = grid.rows.iter().skip(number).take_while(|row| cell(row, 0) == part).count();
                out.push_str(&format!("\n{} ({count})\n", titles.part(part)));
            }
            line(&mut out, style.numbered.then_some(number), &item, style);
            for (address, quote) in proofs {
                // A measure is printed as its address and its sentence.
                if !item.contains(quote) && !seen.contains(&(address, quote)) {
                    line(&mut out, None, &format!("{address}  {quote}"), style);
                }
                seen.push((address, quote));
            }
        }
        heading = Some(part);
    }
    rest(&mut out, &own, &seen, titles, style);
    out
}

/// The sentences of the thing that no relation has shown.
fn rest(out: &mut String, own: &[Quoted<'_>], seen: &[Quoted<'_>], titles: &Titles<'_>, style: &PageStyle) {
    let left: Vec<&Quoted<'_>> = own.iter().filter(|proof| !seen.contains(proof)).collect();
    if !left.is_empty() {
        out.push_str(&format!("\n{} ({})\n", titles.column("evidence"), left.len()));
    }
    for (address, quote) in left {
        line(out, None, &format!("{address}  {quote}"), style);
    }
}

/// A card a row: the first cell as its heading, each further cell behind its title, then the proofs.
pub fn cards(grid: &Grid, style: &PageStyle) -> String {
    let mut out = String::new();
    let proofs_from = grid.columns.iter().position(|column| column.name == "address").unwrap_or(grid.columns.len());
    for (number, row) in grid.rows.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        if style.numbered {
            out.push_str(&format!("{:>3} ", number + 1));
        }
        out.push_str(cell(row, 0));
        out.push('\n');
        for (at, column) in grid.columns.iter().enumerate().take(proofs_from).skip(1) {
            let text = cell(row, at);
            if !text.is_empty() {
                line(&mut out, None, &format!("{}: {}", column.title, text.replace('\n', "；")), style);
            }
        }
        for (address, quote) in quoted(cell(row, proofs_from), cell(row, proofs_from + 1)) {
            line(&mut out, None, &format!("{address}  {quote}"), style);
        }
    }
    out
}

fn cell(row: &[String], at: usize) -> &str {
    row.get(at).map_or("", String::as_str)
}

/// Addresses and quotes stand line by line beside each other.
fn quoted<'a>(addresses: &'a str, quotes: &'a str) -> Vec<Quoted<'a>> {
    addresses.lines().zip(quotes.lines()).collect()
}

/// One item, a number or a dot before it, wrapped with its further lines set in.
fn line(out: &mut String, number: Option<usize>, text: &str, style: &PageStyle) {
    let width = style.width.map_or(usize::MAX, |width| width.saturating_sub(INDENT));
    let mark = number.map_or_else(|| "  · ".to_owned(), |number| format!("{:>3} ", number + 1));
    for (at, part) in wrap(text, width).iter().enumerate() {
        let lead = if at == 0 { mark.as_str() } else { "    " };
        out.push_str(format!("{lead}{part}").trim_end());
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::{cards, portrait};
    use crate::output::cells::Keep;
    use crate::output::{Grid, GridColumn, PageStyle, Titles};

    fn grid(columns: &[&str], rows: &[&[&str]]) -> Grid {
        let column = |name: &&str| GridColumn { name: (*name).into(), title: (*name).into(), numeric: false, keep: Keep::default() };
        let row = |row: &&[&str]| row.iter().map(|cell| (*cell).into()).collect();
        Grid { columns: columns.iter().map(column).collect(), rows: rows.iter().map(row).collect() }
    }

    #[test]
    fn a_portrait_quotes_every_sentence_once() {
        let rows: &[&[&str]] = &[
            &["Institution", "云川大学", "一1 §1", "一1 §1\n附 §2", "支持云川大学发展。\n环云川大学创新圈：略。"],
            &["category", "university", "", "", ""],
            &["aliases", "", "", "", ""],
            &["← INVOLVES", "一1 §1 支持云川大学发展。", "一1 §1", "一1 §1", "支持云川大学发展。"],
        ];
        let page = portrait(
            &grid(&["part", "item", "address", "evidence_address", "quote"], rows),
            &Titles::plain(),
            &PageStyle { numbered: true, ..PageStyle::default() },
        );
        assert_eq!(
            page,
            "  1 Institution 云川大学\n  2 category: university\n\n← INVOLVES (1)\n  4 一1 §1 支持云川大学发展。\n\nevidence (1)\n  \
             · 附 §2  环云川大学创新圈：略。\n"
        );
    }

    #[test]
    fn a_card_names_its_parts() {
        let rows: &[&[&str]] = &[&["三心", "三个中心。", "甲\n乙", "附 §1", "“三心”：三个中心。"]];
        let page = cards(&grid(&["term", "definition", "members", "address", "quote"], rows), &PageStyle::default());
        assert_eq!(page, "三心\n  · definition: 三个中心。\n  · members: 甲；乙\n  · 附 §1  “三心”：三个中心。\n");
    }
}
