//! What may stand at the cursor: words of the grammar, names of the graph, `:commands`.

use super::names::{Names, initials, pinyin};
use super::words::{CLAUSES, Meaning, chinese_keywords, closing, is_han, is_pattern, meanings, partner};
use crate::cli::catalogue::{self, DIRECTIVES, FORMATS, SETTINGS};
use crate::cli::commands::listing;
use crate::query::functions;
use crate::schema::{Relation, Schema, Verb, VerbShape, Word};

/// Suggestions shown at once.
const MOST: usize = 60;

/// One suggestion: what is inserted from `start` on, and how it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub text: String,
    pub shown: String,
}

impl Suggestion {
    fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { shown: text.clone(), text }
    }
}

/// What completion looks at.
pub struct Known<'a> {
    pub schema: &'a Schema,
    pub names: &'a Names,
    pub variables: &'a [String],
}

/// The suggestions for the end of `before`, and the byte from which they replace.
pub fn complete(before: &str, known: &Known<'_>) -> (usize, Vec<Suggestion>) {
    let trimmed = before.trim_start();
    if let Some(line) = trimmed.strip_prefix([':', '：']) {
        return directive(line, before.len(), known);
    }
    let (found, quote) = meanings(before, known.schema);
    if let Some(quote) = quote {
        let kinds = kinds_before(&before[..quote.inner - quote.sign.len_utf8()], known.schema);
        let end = if closing(quote.sign).contains(&partner(quote.sign)) { partner(quote.sign) } else { '"' };
        let list = known.names.find(&before[quote.inner..], &kinds).into_iter();
        let one =
            |name: &super::names::Name| Suggestion { text: format!("{}{end}", name.text), shown: format!("{} {}", name.text, name.kind) };
        return (quote.inner, list.map(one).collect());
    }
    let word = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |at| at + char_at(before, at));
    let typed = &before[word..];
    if before[..word].ends_with('$') {
        let fits = known.variables.iter().filter(|name| name.starts_with(typed));
        return (word, fits.map(Suggestion::plain).collect());
    }
    if is_pattern(before) {
        return (word, pattern(&before[..word], typed, known.schema));
    }
    if let Some(last) = typed.chars().next_back().filter(|c| is_han(*c)) {
        return chinese(before, last, known);
    }
    let before_word: Vec<Meaning> = found.iter().filter(|(span, _)| span.end <= word).map(|(_, meaning)| *meaning).collect();
    let mut list = ask(&before[..word], typed, &before_word, known.schema);
    if list.is_empty() && typed.len() >= 2 && typed.is_ascii() {
        list = by_pinyin(typed, known);
    }
    list.truncate(MOST);
    (word, list)
}

fn char_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// The kinds that the word before a quote means: a goal may be an indicator too.
fn kinds_before<'a>(before: &str, schema: &'a Schema) -> Vec<&'a str> {
    let before = before.trim_end();
    let mut found = Vec::new();
    for (at, _) in before.char_indices().rev().take(24) {
        let word = before[at..].to_lowercase();
        let boundary = before[at..].starts_with(is_han) || !before[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        if let (true, Some(Word::Kind(kind))) = (boundary, schema.words().get(&word).first()) {
            found = vec![schema.kinds()[*kind].name.as_str()];
        }
    }
    if found == ["Goal"] {
        found.push("Indicator");
    }
    if found.iter().any(|kind| matches!(*kind, "Measure" | "Section" | "Sentence")) {
        found.clear();
    }
    found
}

fn starting<'a>(words: impl IntoIterator<Item = &'a str>, typed: &str) -> Vec<Suggestion> {
    let typed = typed.to_lowercase();
    let mut list: Vec<Suggestion> = Vec::new();
    for word in words {
        if word.to_lowercase().starts_with(&typed) && !list.iter().any(|known| known.text == word) {
            list.push(Suggestion::plain(word));
        }
    }
    list
}

const OPENERS: [&str; 17] = [
    "define",
    "about",
    "path from",
    "search",
    "count",
    "targets of indicator",
    "compare indicator",
    "timeline of",
    "evidence for",
    "why",
    "let",
    "explain",
    "profile",
    "MATCH",
    "RETURN",
    "UNWIND",
    "CALL",
];
const TAILS: [&str; 19] = [
    "in",
    "mentioning",
    "where",
    "with evidence",
    "sorted by",
    "top",
    "per",
    "and",
    "or",
    "not",
    "without",
    "never",
    "basis",
    "confidence >=",
    "from",
    "as csv into",
    "labels",
    "within",
    "near",
];

fn verbs<'a>(schema: &'a Schema, head: Option<&str>) -> impl Iterator<Item = &'a str> {
    let fits = move |relation: &Relation, verb: &Verb| head.is_none_or(|head| relation.admits(head, verb.forward));
    let all = schema.relations().iter().flat_map(|relation| relation.verbs.iter().map(move |verb| (relation, verb)));
    let fitting: Vec<&str> = all
        .filter(|(relation, verb)| fits(relation, verb) && verb.shape != VerbShape::Adjective)
        .map(|(_, verb)| verb.text.as_str())
        .filter(|text| text.is_ascii())
        .collect();
    fitting.into_iter()
}

/// Words that may come next in an English ask, those that fit the place first.
fn ask(before: &str, typed: &str, last: &[Meaning], schema: &Schema) -> Vec<Suggestion> {
    let singular: Vec<String> = schema.kinds().iter().map(crate::schema::Kind::column).collect();
    let singular = || singular.iter().map(String::as_str);
    let plural = || schema.kinds().iter().map(|kind| kind.plural());
    let head = first_kind(before, schema);
    let ends_with = |word: &str| before.trim_end().to_lowercase().ends_with(word);
    if ends_with("sorted by") || ends_with(" where") {
        return starting(schema.property_candidates().filter(|name| name.is_ascii()), typed);
    }
    if ends_with("basis") {
        return starting(["structural", "explicit", "lexical", "analyst"], typed);
    }
    if ends_with("labels") {
        return starting(["en", "zh", "both"], typed);
    }
    if ends_with(" as") {
        return starting(FORMATS.iter().map(|format| format.name), typed);
    }
    match last.last() {
        None => starting(plural().chain(OPENERS), typed),
        Some(Meaning::Verb) => starting(singular().chain(plural()), typed),
        Some(Meaning::Kind) => starting(verbs(schema, head).chain(TAILS), typed),
        Some(Meaning::Keyword) => {
            let all: Vec<&str> = plural().chain(singular()).chain(verbs(schema, head)).chain(TAILS).collect();
            starting(all, typed)
        }
        Some(_) => starting(TAILS.into_iter().chain(verbs(schema, head)), typed),
    }
}

fn first_kind<'a>(before: &str, schema: &'a Schema) -> Option<&'a str> {
    let (found, _) = meanings(before, schema);
    let (span, _) = found.iter().find(|(_, meaning)| *meaning == Meaning::Kind)?;
    match schema.words().get(&span.slice(before)?.to_lowercase()).first()? {
        Word::Kind(kind) => schema.kinds().get(*kind).map(|kind| kind.name.as_str()),
        _ => None,
    }
}

/// Chinese words need no blanks: the longest end of what was typed that begins a word counts.
fn chinese(before: &str, last: char, known: &Known<'_>) -> (usize, Vec<Suggestion>) {
    let words: Vec<&str> = chinese_words(known.schema).collect();
    let starts: Vec<usize> = before.char_indices().rev().take_while(|(_, c)| is_han(*c)).take(8).map(|(at, _)| at).collect();
    for &start in starts.iter().rev() {
        let typed = &before[start..];
        let mut list = starting(words.iter().copied().filter(|word| *word != typed), typed);
        if !list.is_empty() {
            list.truncate(MOST);
            return (start, list);
        }
    }
    (before.len() - last.len_utf8(), Vec::new())
}

fn chinese_words(schema: &Schema) -> impl Iterator<Item = &str> {
    schema.words().all().map(|(word, _)| word).filter(|word| word.chars().all(is_han)).chain(chinese_keywords().map(|word| word as &str))
}

/// Chinese words and names by their pinyin or its initials: `zc` offers 支撑, `djk` and `dajian` the cluster 大健康.
fn by_pinyin(typed: &str, known: &Known<'_>) -> Vec<Suggestion> {
    let typed = typed.to_lowercase();
    let spelt = |word: &&str| initials(word).starts_with(&typed) || pinyin(word).starts_with(&typed);
    let mut words: Vec<&str> = chinese_words(known.schema).filter(spelt).collect();
    words.sort_by_key(|word| word.chars().count());
    let mut list: Vec<Suggestion> = words.into_iter().map(Suggestion::plain).collect();
    for name in known.names.find(&typed, &[]) {
        let zh = known.schema.kind(&name.kind).map_or("", |kind| kind.zh.as_str());
        let text = format!("{zh}“{}”", name.text);
        list.push(Suggestion { shown: text.clone(), text });
    }
    list
}

/// Labels after `(n:`, types after `[r:`, properties after `.`, else clauses and functions.
fn pattern(before: &str, typed: &str, schema: &Schema) -> Vec<Suggestion> {
    let chinese = typed.starts_with(is_han);
    if before.ends_with([':', '|', '：']) {
        let open = before.rfind(['(', '[']).map(|at| before.as_bytes()[at]);
        return match open {
            Some(b'[') => {
                starting(schema.relations().iter().map(|relation| if chinese { &relation.zh } else { &relation.name }.as_str()), typed)
            }
            _ => starting(schema.kinds().iter().map(|kind| if chinese { &kind.zh } else { &kind.name }.as_str()), typed),
        };
    }
    if before.ends_with('.') {
        return starting(schema.property_candidates(), typed);
    }
    let mut list = starting(CLAUSES.into_iter().filter(|_| !typed.is_empty()), typed);
    let called = functions::all()
        .iter()
        .map(|function| function.name)
        .filter(|name| !typed.is_empty() && name.to_lowercase().starts_with(&typed.to_lowercase()));
    list.extend(called.map(|name| Suggestion { text: format!("{name}("), shown: format!("{name}(…)") }));
    list
}

fn directive(line: &str, end: usize, known: &Known<'_>) -> (usize, Vec<Suggestion>) {
    let Some((name, rest)) = line.split_once(' ') else {
        let words = DIRECTIVES
            .iter()
            .flat_map(|entry| std::iter::once(entry.name).chain(entry.words.iter().copied().filter(|word| !word.is_ascii())));
        return (end - line.len(), starting(words.filter(|word| line.is_ascii() == word.is_ascii()), line));
    };
    let typed = rest.rsplit(' ').next().unwrap_or_default();
    let list = match catalogue::directive(name).map(|entry| entry.name) {
        Some("format") => starting(FORMATS.iter().map(|format| format.name), typed),
        Some("set") if !rest.contains(' ') => starting(SETTINGS.iter().map(|setting| setting.key), typed),
        Some("set") => starting(["on", "off", "auto", "utf-8", "gb18030"], typed),
        Some("lang") => starting(["en", "zh"], typed),
        Some("timing") => starting(["on", "off"], typed),
        Some("schema") => starting(known.schema.kind_candidates().chain(known.schema.relation_candidates()), typed),
        Some("help") => {
            let all = listing::all_words(known.schema);
            starting(DIRECTIVES.iter().map(|entry| entry.name).chain(FORMATS.iter().map(|format| format.name)).chain(all), typed)
        }
        Some("run" | "out") => files(typed),
        _ => Vec::new(),
    };
    (end - typed.len(), list.into_iter().take(MOST).collect())
}

/// Files and folders that begin with what was typed.
fn files(typed: &str) -> Vec<Suggestion> {
    let (folder, start) =
        typed.rsplit_once('/').map_or((".", typed), |(folder, start)| (if folder.is_empty() { "/" } else { folder }, start));
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut list: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let slash = if entry.path().is_dir() { "/" } else { "" };
            (name.starts_with(start) && (!start.is_empty() || !name.starts_with('.')))
                .then(|| format!("{}{name}{slash}", &typed[..typed.len() - start.len()]))
        })
        .collect();
    list.sort();
    list.into_iter().map(Suggestion::plain).collect()
}

#[cfg(test)]
mod tests {
    use super::{Known, complete};
    use crate::cli::prompt::names::Names;
    use crate::schema::Schema;
    use crate::view::MemoryGraph;

    fn offered(before: &str) -> Vec<String> {
        let schema = Schema::builtin();
        let names = Names::of(&MemoryGraph::new());
        let known = Known { schema: &schema, names: &names, variables: &["goals".to_owned()] };
        complete(before, &known).1.into_iter().map(|suggestion| suggestion.text).collect()
    }

    #[test]
    fn the_place_decides_what_is_offered() {
        assert!(offered("mea").contains(&"measures".to_owned()));
        assert!(offered("measures supp").contains(&"supporting".to_owned()));
        assert!(offered("measures supporting go").contains(&"goal".to_owned()));
        assert!(
            offered("measures supporting goal \"x\" with e").is_empty()
                && offered("measures supporting goal \"x\" wi").contains(&"with evidence".to_owned())
        );
        assert_eq!(offered("measures supporting $g"), ["goals"]);
        assert_eq!(offered("terms labels b"), ["both"]);
    }

    #[test]
    fn chinese_is_offered_by_its_beginning_and_by_pinyin() {
        assert!(offered("支撑目").contains(&"目标".to_owned()));
        assert!(offered("zc").contains(&"支撑".to_owned()));
        assert!(offered("zhicheng").contains(&"支撑".to_owned()));
    }

    #[test]
    fn patterns_and_directives_have_their_own_words() {
        assert_eq!(offered("MATCH (n:Inst"), ["Institution"]);
        assert_eq!(offered("MATCH (a)-[:SUPP"), ["SUPPORTS"]);
        assert!(offered("MATCH (n) RETURN coa").contains(&"coalesce(".to_owned()));
        assert_eq!(offered(":form"), ["format"]);
        assert_eq!(offered(":format js"), ["json", "jsonl"]);
        assert_eq!(offered(":set cap"), ["caption"]);
    }
}
