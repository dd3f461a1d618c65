//! The tokenizer: pairs of neighbouring characters.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::base::fold_char;

/// Name under which the index knows the tokenizer.
pub(crate) const BIGRAMS: &str = "bigrams";

/// One character of a text as it is compared: folded, with its byte range. `None` for a character that breaks a run.
struct Place {
    folded: Option<char>,
    from: usize,
    to: usize,
}

/// Letters and figures of any script, and the signs that are part of names (1+6+N, R&D, 30%).
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '+' | '&' | '%')
}

/// Marks that stand around a word without ending it: 江门“侨梦苑”平台 is one run.
fn is_mute(c: char) -> bool {
    matches!(c, '“' | '”' | '"' | '‘' | '’' | '「' | '」' | '『' | '』' | '《' | '》' | '〈' | '〉')
}

fn places(text: &str) -> impl Iterator<Item = Place> + '_ {
    text.char_indices().filter(|&(_, c)| !is_mute(c)).map(|(from, c)| {
        let folded = fold_char(c);
        Place { folded: is_word(folded).then_some(folded), from, to: from + c.len_utf8() }
    })
}

/// A text as it is compared: folded, mute marks left out, everything that breaks a run as one kind of break.
pub(crate) fn normal(text: &str) -> (Vec<char>, Vec<usize>) {
    places(text).map(|place| (place.folded.unwrap_or(' '), place.from)).unzip()
}

/// The pairs of each run with their positions (the index of their first character), and each run's last character alone.
#[derive(Clone, Default)]
pub(crate) struct Bigrams;

pub(crate) struct BigramStream {
    tokens: std::vec::IntoIter<Token>,
    token: Token,
}

impl Tokenizer for Bigrams {
    type TokenStream<'a> = BigramStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> BigramStream {
        BigramStream { tokens: tokens(text).into_iter(), token: Token::default() }
    }
}

pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let places: Vec<Place> = places(text).collect();
    let mut tokens = Vec::with_capacity(places.len());
    for (position, place) in places.iter().enumerate() {
        let Some(first) = place.folded else { continue };
        let mut text = String::from(first);
        let mut offset_to = place.to;
        if let Some(next) = places.get(position + 1)
            && let Some(second) = next.folded
        {
            text.push(second);
            offset_to = next.to;
        }
        tokens.push(Token { offset_from: place.from, offset_to, position, text, position_length: 1 });
    }
    tokens
}

impl TokenStream for BigramStream {
    fn advance(&mut self) -> bool {
        match self.tokens.next() {
            Some(token) => {
                self.token = token;
                true
            }
            None => false,
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn shown(text: &str) -> Vec<(usize, String)> {
        tokens(text).into_iter().map(|token| (token.position, token.text)).collect()
    }

    #[test]
    fn runs_give_pairs_and_their_last_character() {
        let of = |list: &[(usize, &str)]| list.iter().map(|&(at, text)| (at, text.to_owned())).collect::<Vec<_>>();
        assert_eq!(shown("环五邑"), of(&[(0, "环五"), (1, "五邑"), (2, "邑")]));
        assert_eq!(shown("人才，Ｒ＆Ｄ"), of(&[(0, "人才"), (1, "才"), (3, "r&"), (4, "&d"), (5, "d")]));
        assert_eq!(shown("“雙創”平台"), of(&[(0, "双创"), (1, "创平"), (2, "平台"), (3, "台")]), "quotes do not break a run");
        assert_eq!(shown("，。"), of(&[]));
    }
}
