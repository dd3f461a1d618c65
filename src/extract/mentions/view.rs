use super::lexicon::{Lexicon, Word, role};

/// A word of the lexicon at its place in a sentence. Positions are in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    pub start: u32,
    pub end: u32,
    pub word: u32,
}

/// A sentence laid out for the rules: characters, brackets and quotation marks in pairs, words of the lexicon, stops.
pub struct View<'t> {
    pub text: &'t str,
    pub chars: Vec<char>,
    /// Byte offset of each character, and of the end.
    offsets: Vec<u32>,
    /// For a bracket or quotation mark: where its partner stands.
    partner: Vec<u32>,
    /// In order of start, then end.
    pub hits: Vec<Hit>,
    /// Index of the first hit that starts at or after each character.
    first: Vec<u32>,
    /// The roles of all words that begin at each character.
    begins: Vec<u32>,
    /// Indices of the hits in order of end.
    last: Vec<u32>,
    /// Whether a verb or function word ends right before the character.
    stop: Vec<bool>,
    lexicon: &'t Lexicon,
}

const NONE: u32 = u32::MAX;

impl<'t> View<'t> {
    pub fn new(lexicon: &'t Lexicon, text: &'t str) -> Self {
        let mut chars = Vec::with_capacity(text.len() / 3 + 1);
        let mut offsets = Vec::with_capacity(text.len() / 3 + 2);
        // Character index of each byte, for words are found by bytes.
        let mut index = vec![0_u32; text.len() + 1];
        for (at, (byte, c)) in text.char_indices().enumerate() {
            index[byte] = at as u32;
            chars.push(c);
            offsets.push(byte as u32);
        }
        index[text.len()] = chars.len() as u32;
        offsets.push(text.len() as u32);
        let mut hits: Vec<Hit> = Vec::with_capacity(chars.len());
        let mut begins = vec![0; chars.len()];
        lexicon.index.each(text, |found| {
            let hit = Hit { start: index[found.start], end: index[found.end], word: found.word };
            begins[hit.start as usize] |= lexicon.words[hit.word as usize].roles;
            hits.push(hit);
        });
        let partner = partners(&chars);
        let mut first = vec![hits.len() as u32; chars.len() + 1];
        for (at, hit) in hits.iter().enumerate().rev() {
            first[hit.start as usize] = at as u32;
        }
        for at in (0..chars.len()).rev() {
            if first[at] > first[at + 1] || (first[at] == hits.len() as u32) {
                first[at] = first[at].min(first[at + 1]);
            }
        }
        let mut last: Vec<u32> = (0..hits.len() as u32).collect();
        last.sort_by_key(|&hit| hits[hit as usize].end);
        let mut view = Self { text, chars, offsets, partner, hits, first, begins, last, stop: Vec::new(), lexicon };
        view.stop = view.stops();
        view
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    pub fn word(&self, hit: &Hit) -> &'t Word {
        &self.lexicon.words[hit.word as usize]
    }

    pub fn lexicon(&self) -> &'t Lexicon {
        self.lexicon
    }

    pub fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// The text between two characters.
    pub fn slice(&self, start: usize, end: usize) -> &'t str {
        let byte = |at: usize| self.offsets.get(at).map_or(self.text.len(), |&byte| byte as usize);
        self.text.get(byte(start)..byte(end)).unwrap_or_default()
    }

    pub fn partner(&self, at: usize) -> Option<usize> {
        self.partner.get(at).copied().filter(|&other| other != NONE).map(|other| other as usize)
    }

    /// Whether a word with one of the roles begins at a character.
    pub fn begins(&self, at: usize, roles: u32) -> bool {
        self.begins.get(at).is_some_and(|known| known & roles != 0)
    }

    /// The hits that start at a character, shortest first.
    pub fn starting(&self, at: usize) -> impl Iterator<Item = &Hit> {
        let from = self.first.get(at).map_or(self.hits.len(), |&first| first as usize);
        self.hits[from..].iter().take_while(move |hit| hit.start as usize == at)
    }

    /// The hits that lie within a range.
    pub fn within(&self, start: usize, end: usize) -> impl Iterator<Item = &Hit> {
        let from = self.first.get(start).map_or(self.hits.len(), |&first| first as usize);
        self.hits[from..].iter().take_while(move |hit| (hit.start as usize) < end).filter(move |hit| hit.end as usize <= end)
    }

    /// Whether a word with one of the roles that is longer than `start..end` covers it.
    pub fn covered(&self, start: usize, end: usize, roles: u32) -> bool {
        let from = start.saturating_sub(12);
        let first = self.first.get(from).map_or(self.hits.len(), |&first| first as usize);
        self.hits[first..]
            .iter()
            .take_while(|hit| hit.start as usize <= start)
            .any(|hit| hit.end as usize >= end && hit.end - hit.start > (end - start) as u32 && self.word(hit).roles & roles != 0)
    }

    /// The hits that end at a character.
    pub fn ending(&self, at: usize) -> impl Iterator<Item = &Hit> {
        let from = self.last.partition_point(|&hit| (self.hits[hit as usize].end as usize) < at);
        self.last[from..].iter().map(|&hit| &self.hits[hit as usize]).take_while(move |hit| hit.end as usize == at)
    }

    /// Whether a word with one of the roles begins inside `start..end` and runs on beyond it.
    pub fn crosses_end(&self, start: usize, end: usize, roles: u32) -> bool {
        let first = self.first.get(start).map_or(self.hits.len(), |&first| first as usize);
        self.hits[first..]
            .iter()
            .take_while(|hit| (hit.start as usize) < end)
            .any(|hit| hit.end as usize > end && self.word(hit).roles & roles != 0)
    }

    /// Whether a word with one of the roles begins before `start` and ends inside `start..end`.
    pub fn crosses_start(&self, start: usize, end: usize, roles: u32) -> bool {
        let from = start.saturating_sub(6);
        let first = self.first.get(from).map_or(self.hits.len(), |&first| first as usize);
        self.hits[first..]
            .iter()
            .take_while(|hit| (hit.start as usize) < start)
            .any(|hit| hit.end as usize > start && hit.end as usize <= end && self.word(hit).roles & roles != 0)
    }

    /// Whether a verb or function word ends right before the character.
    pub fn stop_before(&self, at: usize) -> bool {
        self.stop.get(at).copied().unwrap_or(true)
    }

    fn stops(&self) -> Vec<bool> {
        let mut stop = vec![false; self.chars.len() + 1];
        for hit in &self.hits {
            let roles = self.word(hit).roles;
            if roles & (role::VERB | role::FUNCTION) == 0 {
                continue;
            }
            let (start, end) = (hit.start as usize, hit.end as usize);
            // 应 is not 应用, 可 is not 可见光: a longer word speaks for itself.
            let longer = role::VOCABULARY
                | role::PLACE
                | role::SUFFIX
                | role::BODY
                | role::DEPARTMENT
                | role::INDUSTRY
                | role::FIELD_END
                | role::PROPER
                | role::VERB;
            let hidden = self.covered(start, end, longer) && !self.ends_with_verb(start, end);
            if !hidden {
                stop[end] = true;
            }
        }
        stop
    }

    /// Whether the longer word around a verb ends with that verb (充分利用): then the verb still stops.
    fn ends_with_verb(&self, start: usize, end: usize) -> bool {
        if end - start < 2 {
            return false;
        }
        let from = start.saturating_sub(6);
        let first = self.first.get(from).map_or(self.hits.len(), |&first| first as usize);
        let mut around = self.hits[first..]
            .iter()
            .take_while(|hit| hit.start as usize <= start)
            .filter(|hit| hit.end as usize >= end && hit.end - hit.start > (end - start) as u32);
        around.all(|hit| {
            hit.end as usize == end
                && self.word(hit).roles & (role::VOCABULARY | role::VERB) != 0
                && self.word(hit).roles & (role::SUFFIX | role::PLACE) == 0
        })
    }
}

/// Pairs brackets and quotation marks; a straight or reversed quote pairs with the next one, since plans mix them up.
fn partners(chars: &[char]) -> Vec<u32> {
    let mut partner = vec![NONE; chars.len()];
    let mut brackets: Vec<usize> = Vec::new();
    let mut quote: Option<usize> = None;
    for (at, &c) in chars.iter().enumerate() {
        match c {
            '（' | '(' | '《' | '〔' | '［' | '[' | '「' | '【' => brackets.push(at),
            '）' | ')' | '》' | '〕' | '］' | ']' | '」' | '】' => {
                if let Some(open) = brackets.pop() {
                    partner[open] = at as u32;
                    partner[at] = open as u32;
                }
            }
            '“' => quote = Some(at),
            '”' | '"' => match quote.take() {
                Some(open) => {
                    partner[open] = at as u32;
                    partner[at] = open as u32;
                }
                None => quote = Some(at),
            },
            '。' | '；' => quote = None,
            _ => {}
        }
    }
    partner
}

/// A mark that ends a clause: no name runs over it.
pub const fn is_clause_mark(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | ',' | ';' | ':' | '!' | '?' | '\n' | '\t' | '—' | '…' | '■' | '●')
}

/// A character that can be part of a name.
pub fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '+' | '＋' | '-' | '－' | '·' | '&' | '＆' | '/' | '%')
}
