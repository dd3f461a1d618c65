//! What stands before the body of a plan: the letter that sends it out, its title, a table of contents.

use super::heading_words;
use super::numbering::Mark;
use super::paragraphs::{Para, date_line, document_number};
use super::words::words;
use crate::base::Span;

/// A title is at most this long (in characters), its second line included.
const MAX_TITLE: usize = 80;

/// What a paragraph before the first heading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Title,
    Front,
    Contents,
    Body,
}

/// The front of a plan: what each paragraph of it is, and its title.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub places: Vec<Place>,
    pub title: Option<Span>,
}

/// What the heading of a notice says of the plan that it sends out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Notice {
    pub sender: Option<String>,
    pub title: String,
}

/// How far from the beginning the heading of a notice may stand, in characters.
const NOTICE_WITHIN: usize = 300;

/// `某市人民政府关于印发《某市绿色发展规划》的通知`, with or without title marks: the plan is what is sent out, not the notice.
pub(super) fn notice(text: &str) -> Option<Notice> {
    const SENDS: &str = "关于印发";
    let end = text.char_indices().nth(NOTICE_WITHIN).map_or(text.len(), |(end, _)| end);
    let text: String = text[..end].chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
    let at = text.find(SENDS)?;
    let (inside, _) = text[at + SENDS.len()..].split_once("的通知")?;
    let title = inside.trim().trim_start_matches('《').trim_end_matches('》').trim();
    let length = title.chars().count();
    if !(4..=MAX_TITLE).contains(&length) || title.contains(['。', '；', '》', '《']) {
        return None;
    }
    let before = text[..at].rsplit(|c: char| c.is_whitespace() || "。；：>》_|".contains(c)).next().unwrap_or_default();
    // 某部等八部门: the first is named, the others are not.
    let sender = before.split('等').next().unwrap_or_default();
    let named = (2..=30).contains(&sender.chars().count()) && is_issuer(sender);
    Some(Notice { sender: named.then(|| sender.to_owned()), title: title.to_owned() })
}

fn slice(text: &str, para: &Para) -> String {
    para.span.slice(text).unwrap_or_default().trim().to_owned()
}

/// Reads the paragraphs up to the first heading of the body. `first` is where that heading stands.
pub(super) fn front(text: &str, paras: &[Para]) -> Front {
    let contents = contents(text, paras);
    let first = (0..paras.len())
        .find(|&at| !contents.contains(&at) && !paras[at].about && starts_body(&slice(text, &paras[at])))
        .unwrap_or(paras.len());
    let mut places = vec![Place::Body; first];
    for (at, place) in places.iter_mut().enumerate() {
        if contents.contains(&at) {
            *place = Place::Contents;
        }
    }
    // Without any heading the title can only be the first line.
    let reach = if first == paras.len() { first.min(6) } else { first };
    let title = (0..reach).rev().find(|&at| places[at] == Place::Body && !paras[at].row && is_title(&slice(text, &paras[at])));
    let letter = (0..first).rev().find(|&at| is_letter(&slice(text, &paras[at])));
    let mut found = Front { title: None, places };
    if let Some(at) = title {
        let mut span = paras[at].span;
        found.places[at] = Place::Title;
        // A period or a rank in brackets on the next line is part of the title.
        if let Some(next) = paras.get(at + 1).filter(|_| at + 1 < first) {
            let line = slice(text, next);
            if line.starts_with('（') && line.ends_with('）') && line.contains('年') && line.chars().count() <= 24 {
                span.end = next.span.end;
                found.places[at + 1] = Place::Title;
            }
        }
        found.title = Some(span);
        for (before, place) in found.places[..at].iter_mut().enumerate() {
            let line = slice(text, &paras[before]);
            // Two lines of one title: 江门市人民政府 / 关于…的意见.
            let same =
                before + 1 == at && letter.is_none() && paras[at].gap == 0 && !line.ends_with(['。', '：']) && line.chars().count() <= 20;
            if *place == Place::Body {
                *place = if same && is_issuer(&line) { Place::Title } else { Place::Front };
            }
        }
    }
    for at in 0..=letter.unwrap_or(0).min(first.saturating_sub(1)) {
        if letter.is_some() && found.places[at] == Place::Body {
            found.places[at] = Place::Front;
        }
    }
    for (at, para) in paras.iter().enumerate().take(first) {
        let line = slice(text, para);
        if found.places[at] == Place::Body
            && (para.about || document_number(&line) || date_line(&line) || in_brackets(&line) || is_addressee(&line))
        {
            found.places[at] = Place::Front;
        }
    }
    found
}

/// The body begins: a numbered heading or one known by its word.
fn starts_body(line: &str) -> bool {
    Mark::at(line).is_some_and(|mark| !super::headings::counts_sentences(mark))
        || heading_words::plain(line).is_some()
        || line.starts_with("——")
        || heading_words::annex(line).is_some() && !line.contains('：')
}

fn is_letter(line: &str) -> bool {
    words().any_in("letter", line)
}

fn is_title(line: &str) -> bool {
    let length = line.chars().count();
    let kind = line.trim_end_matches(['》', '”']).split(['（', '(']).next().unwrap_or_default().trim_end();
    (4..=MAX_TITLE).contains(&length)
        && !line.ends_with(['。', '：', '；', '，'])
        && words().list("plan-kind").iter().any(|word| kind.ends_with(word.as_str()))
}

fn is_issuer(line: &str) -> bool {
    line.ends_with(['府', '局', '会', '厅', '院', '部', '委', '室'])
}

fn is_addressee(line: &str) -> bool {
    line.ends_with(['：', ':']) && line.chars().count() <= 120 && line.contains(['各', '、']) && !line.contains(['。', '；'])
}

/// `（2018年5月2日发布）`
fn in_brackets(line: &str) -> bool {
    line.starts_with(['（', '(']) && line.ends_with(['）', ')']) && line.chars().count() <= 40
}

/// The paragraphs of a table of contents: behind its heading, up to where its first entry comes again as a heading.
fn contents(text: &str, paras: &[Para]) -> std::ops::Range<usize> {
    let Some(start) = paras.iter().take(60).position(|para| heading_words::contents(&slice(text, para))) else { return 0..0 };
    let key = |at: usize| {
        let line = slice(text, &paras[at]);
        line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | '-' | '—' | ' ' | '\t'))
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    if start + 1 >= paras.len() {
        return start..start + 1;
    }
    let first = key(start + 1);
    let again = (start + 2..paras.len()).find(|&at| key(at) == first);
    let running = (start + 1..paras.len()).find(|&at| slice(text, &paras[at]).contains('。')).unwrap_or(paras.len());
    // What runs between the entries and the first heading is a preface.
    start..again.unwrap_or(running).min(running)
}

#[cfg(test)]
mod tests {
    use super::super::{lines, paragraphs::clean, raw::Raw};
    use super::{Place, front};

    #[test]
    fn the_plan_is_what_a_notice_sends_out() {
        let of = |text: &str| super::notice(text).map(|notice| (notice.sender.unwrap_or_default(), notice.title));
        let pair = |sender: &str, title: &str| Some((sender.to_owned(), title.to_owned()));
        assert_eq!(of("某市人民政府关于印发《某市绿色发展规划》的通知"), pair("某市人民政府", "某市绿色发展规划"));
        assert_eq!(of("某厅等八部门关于印发\n《某省“十四五”能源规划》的通知 某能〔2021〕3号"), pair("某厅", "某省“十四五”能源规划"));
        assert_eq!(of("国务院关于印发某项应急预案的通知国办〔2014〕9号 各省："), pair("国务院", "某项应急预案"));
        assert_eq!(of("某市绿色发展规划"), None);
    }

    #[test]
    fn the_letter_and_the_contents_stand_before_the_title_and_the_body() {
        let text = "某市人民政府关于印发某市绿色发展规划的通知\n某府〔2021〕5号\n各区人民政府：\n现将《规划》印发给你们，请认真贯彻执行。\n\
                    某市绿色发展规划\n（2021—2025年）\n目　录\n一、总体要求1\n二、任务5\n一、总体要求\n坚持绿色发展。\n二、任务\n";
        let raw = Raw::of_text(text.to_owned(), "UTF-8", true);
        let out = clean(&raw, lines::lines(&raw));
        let found = front(&out.text, &out.paras);
        use Place::{Contents, Front, Title};
        assert_eq!(found.places, [Front, Front, Front, Front, Title, Title, Contents, Contents, Contents]);
        assert_eq!(found.title.unwrap().slice(&out.text), Some("某市绿色发展规划\n（2021—2025年）"));
    }
}
