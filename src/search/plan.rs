//! A question → the index's own queries.

use tantivy::query::{AllQuery, BooleanQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::bigrams::{normal, tokens};
use super::text_query::TextQuery;

/// The documents whose `field` answers the question. Near words are found as both words; [`super::matcher`] measures between.
pub(crate) fn plan(query: &TextQuery, field: Field, searcher: &Searcher) -> tantivy::Result<Box<dyn Query>> {
    Ok(match query {
        TextQuery::Phrase(text) => phrase(text, field, searcher)?,
        TextQuery::Near(a, b, _) => {
            let both = [phrase(a, field, searcher)?, phrase(b, field, searcher)?];
            Box::new(BooleanQuery::new(both.into_iter().map(|query| (Occur::Must, query)).collect()))
        }
        TextQuery::Any(list) => {
            let list = list.iter().map(|query| Ok((Occur::Should, plan(query, field, searcher)?))).collect::<tantivy::Result<_>>()?;
            Box::new(BooleanQuery::new(list))
        }
        TextQuery::All(list) => {
            let mut clauses = Vec::with_capacity(list.len() + 1);
            for query in list {
                match query {
                    TextQuery::Not(inner) => clauses.push((Occur::MustNot, plan(inner, field, searcher)?)),
                    query => clauses.push((Occur::Must, plan(query, field, searcher)?)),
                }
            }
            // Exclusions alone need something to exclude from.
            if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                clauses.push((Occur::Must, Box::new(AllQuery)));
            }
            Box::new(BooleanQuery::new(clauses))
        }
        TextQuery::Not(inner) => {
            let clauses: Vec<(Occur, Box<dyn Query>)> =
                vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, plan(inner, field, searcher)?)];
            Box::new(BooleanQuery::new(clauses))
        }
    })
}

fn phrase(text: &str, field: Field, searcher: &Searcher) -> tantivy::Result<Box<dyn Query>> {
    let length = normal(text).0.len();
    let mut pairs: Vec<(usize, String)> = tokens(text).into_iter().map(|token| (token.position, token.text)).collect();
    // The last character alone stands in the text only where its run ends there; its pair says all.
    let is_single = |pairs: &[(usize, String)]| pairs.last().is_some_and(|(_, text)| text.chars().count() == 1);
    if let [.., (before, pair), (last, _)] = &pairs[..]
        && is_single(&pairs)
        && before + 1 == *last
        && pair.chars().count() == 2
        && length >= 2
    {
        pairs.pop();
    }
    // A character that stands alone at the end (“一、人”) may go on in the text: any term that begins with it will do.
    let mut open_end = None;
    if is_single(&pairs) {
        open_end = pairs.pop();
    }
    let term = |text: &str| Term::from_field_text(field, text);
    let begun: Option<Box<dyn Query>> = match pairs.as_slice() {
        [] => None,
        [(_, pair)] => Some(Box::new(TermQuery::new(term(pair), IndexRecordOption::WithFreqs))),
        pairs => {
            let first = pairs[0].0;
            Some(Box::new(PhraseQuery::new_with_offset(pairs.iter().map(|(at, pair)| (at - first, term(pair))).collect())))
        }
    };
    let ended: Option<Box<dyn Query>> = match open_end {
        Some((_, letter)) => Some(Box::new(TermSetQuery::new(beginning(&letter, field, searcher)?))),
        None => None,
    };
    Ok(match (begun, ended) {
        (Some(begun), Some(ended)) => Box::new(BooleanQuery::new(vec![(Occur::Must, begun), (Occur::Must, ended)])),
        (Some(query), None) | (None, Some(query)) => query,
        (None, None) => Box::new(EmptyQuery),
    })
}

/// The terms that begin with a character.
fn beginning(letter: &str, field: Field, searcher: &Searcher) -> tantivy::Result<Vec<Term>> {
    let mut terms = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().range().ge(letter.as_bytes()).into_stream()?;
        while stream.advance() {
            if !stream.key().starts_with(letter.as_bytes()) {
                break;
            }
            if let Ok(text) = std::str::from_utf8(stream.key()) {
                terms.push(Term::from_field_text(field, text));
            }
        }
    }
    terms.sort();
    terms.dedup();
    Ok(terms)
}

/// Whether the index alone cannot decide the question: what it finds must be looked at once more.
pub(crate) fn needs_look(query: &TextQuery) -> bool {
    match query {
        TextQuery::Near(..) => true,
        TextQuery::Phrase(text) => {
            // A single character behind a break is found anywhere in the document, not only behind the rest.
            let chars = normal(text).0;
            chars.len() > 1 && matches!(chars[..], [.., ' ', last] if last != ' ')
        }
        TextQuery::All(list) | TextQuery::Any(list) => list.iter().any(needs_look),
        TextQuery::Not(inner) => needs_look(inner),
    }
}
