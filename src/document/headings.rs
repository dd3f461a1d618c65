//! Whether a number at the start of a text heads a section or only counts a sentence.

use super::numbering::Mark;
use super::words::words;
use super::{HeadingKind, split};
use crate::base::Span;

/// A heading without a full stop is at most this long (in characters, number aside).
const MAX_HEADING: usize = 60;
/// A heading that ends like a sentence is shorter: longer ones say what is done.
const MAX_SENTENCE_HEADING: usize = 28;

/// What a numbered paragraph is: how it begins a section, and how much of it is the heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub kind: HeadingKind,
    /// The heading, number included; empty for [`HeadingKind::Item`], whose sentences are all body.
    pub heading: Span,
}

/// `一是…`: counts clauses and sentences, never sections.
pub(super) fn counts_sentences(mark: Mark) -> bool {
    words().styles.get(mark.style).is_some_and(|style| style.name == "style-firstly")
}

fn is_article(mark: Mark) -> bool {
    words().styles.get(mark.style).is_some_and(|style| style.name == "style-article")
}

/// The shape of a paragraph that begins with `mark`. `sentences` are those of the paragraph; `stands_alone` says that no body
/// follows: the next paragraph has a number of the same level or one further out.
pub(super) fn shape(text: &str, mark: Mark, sentences: &[Span], stands_alone: bool) -> Shape {
    let item = Shape { kind: HeadingKind::Item, heading: Span::default() };
    let Some(&first) = sentences.first() else { return item };
    if is_article(mark) {
        return item;
    }
    let piece = first.slice(text).unwrap_or_default();
    let body = piece.get(mark.len..).unwrap_or_default().trim();
    let length = body.chars().count();
    let commas = body.matches(['，', ',']).count();
    // 开展职业技能培训，面向退役军人、农民工实施项目制培训。 says to whom; 2025年底前… says by when.
    let details = body.split_once(['，', ',']).is_some_and(|(_, behind)| behind.contains('、')) || stage_like(body);
    let stops = body.ends_with(['。', '！', '？']);
    let follows = sentences[1..].iter().any(|span| !split::is_responsibility(span.slice(text).unwrap_or_default()));
    // 一、…，提高实效（一）研究…: the next number begins where the full stop of the heading got lost.
    let fused = follows && !stops && length <= MAX_HEADING && sentences[1].start == first.end && !body.contains(['；', ';', '：', ':']);
    if fused && Mark::at(sentences[1].slice(text).unwrap_or_default()).is_some() {
        return Shape { kind: HeadingKind::RunIn, heading: first };
    }
    if follows {
        let short = length <= MAX_SENTENCE_HEADING
            && commas <= 1
            && !details
            && !body.contains(['；', ';'])
            && (stops || body.ends_with(['：', ':']));
        let kind = if short { HeadingKind::RunIn } else { HeadingKind::Item };
        return if short { Shape { kind, heading: first } } else { item };
    }
    let alone = sentences.len() == 1;
    let heading = if stops {
        alone && !stands_alone && length <= MAX_SENTENCE_HEADING && commas <= 1 && !details
    } else {
        length <= MAX_HEADING && !body.ends_with(['；', ';', '，', ',']) && !body.contains(['；', ';'])
    };
    if heading && length > 0 { Shape { kind: HeadingKind::Numbered, heading: first } } else { item }
}

/// `2025年底前制定…`.
fn stage_like(body: &str) -> bool {
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && body[digits..].starts_with('年')
}

/// The shape of a numbered sentence in the middle of a paragraph.
pub(super) fn inline_shape(text: &str, mark: Mark, sentence: Span, more: bool) -> Shape {
    let body = sentence.slice(text).and_then(|text| text.get(mark.len..)).unwrap_or_default().trim();
    let short = more && body.chars().count() <= MAX_SENTENCE_HEADING && !body.contains(['，', '；']);
    if short { Shape { kind: HeadingKind::Inline, heading: sentence } } else { Shape { kind: HeadingKind::Item, heading: Span::default() } }
}

/// The year that a stage of the plan ends with, and the bytes of the phrase: `到2020年：`, `到2025年底，`.
pub(super) fn stage(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix('到').or_else(|| text.strip_prefix("至"))?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 4 {
        return None;
    }
    let tail = rest[digits..].strip_prefix('年')?;
    let year = &rest[..digits + '年'.len_utf8()];
    let end = tail.trim_start_matches(['底', '末', '前']);
    end.starts_with(['：', '，', ',', ':', '、']).then(|| (year, text.len() - end.len()))
}

/// Heading without its number and the mark that closes it.
pub(super) fn title(heading: &str, mark_len: usize) -> &str {
    heading.get(mark_len..).unwrap_or_default().trim().trim_end_matches(['。', '：', ':', '！', '.']).trim()
}

#[cfg(test)]
mod tests {
    use super::super::HeadingKind;
    use super::super::numbering::Mark;
    use super::super::split;
    use super::{shape, stage};

    fn kind(text: &str, stands_alone: bool) -> HeadingKind {
        let sentences = split::sentences(text, 0);
        shape(text, Mark::at(text).expect("begins with a number"), &sentences, stands_alone).kind
    }

    #[test]
    fn short_numbered_lines_head_sections_and_whole_sentences_are_items() {
        assert_eq!(kind("（一）指导思想。", false), HeadingKind::Numbered);
        assert_eq!(kind("（一）建立机制。", true), HeadingKind::Item);
        assert_eq!(kind("二、主要任务", true), HeadingKind::Numbered);
        assert_eq!(kind("（1）轨道交通装备。重点发展城际车辆，建设基地。", false), HeadingKind::RunIn);
        assert_eq!(kind("1.及时总结各地经验做法，加强宣传推广，形成示范效应。（市财政局牵头）", false), HeadingKind::Item);
        let whom = "3.大规模开展技能培训，面向退役军人、农民工实施培训。鼓励学校办班。";
        assert_eq!(kind(whom, false), HeadingKind::Item);
        assert_eq!(kind("3.支持云川职业技术学院与云川经济技术开发区共建新能源汽车产业学院。推动企业参与。", false), HeadingKind::Item);
        assert_eq!(kind("（3）2025年底前制定指导意见。推动落实。", false), HeadingKind::Item);
        assert_eq!(kind("3.加快制度创新，积极推进治理能力现代化。推动落实。", false), HeadingKind::RunIn);
        assert_eq!(kind("第三条 本办法所称企业，是指在本市注册的企业。", false), HeadingKind::Item);
    }

    #[test]
    fn stages_are_told_by_the_year_that_begins_a_paragraph() {
        assert_eq!(stage("到2020年：创新能力提升"), Some(("2020年", "到2020年：".len() - "：".len())));
        assert!(stage("到2025年底，基本建成").is_some());
        assert!(stage("到2025年的目标").is_none() && stage("2025年，").is_none());
    }
}
