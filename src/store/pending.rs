//! What a step has changed while its generation does not stand yet, so that it can be taken back.
//!
//! A step counts when its generation is published. Between the batch of the records and that moment the process may end or the
//! disk be full: then the user has been told nothing, or that it failed, and will do it again. The batch therefore carries, under
//! `was/KEY`, what each key that it changes had been; the next writer puts that back.

use super::{Bytes, Change, Header};
use crate::base::Outcome;

/// Before the keys of the notes.
const WAS: &[u8] = b"was/";

/// Whether a key is a note: it is no record and does not count.
pub(super) fn is_note(key: &[u8]) -> bool {
    key.starts_with(WAS)
}

/// Adds to a batch what its keys have now, where an earlier batch of the same step has not noted it.
pub(super) fn note(bytes: &dyn Bytes, changes: &mut Vec<Change>) -> Outcome<()> {
    for at in 0..changes.len() {
        let key = changes[at].key.clone();
        let note = [WAS, &key].concat();
        if bytes.get(&note)?.is_none() {
            // The first byte tells a key that was not there from one with an empty value.
            let was = match bytes.get(&key)? {
                Some(value) => [&[1], &value[..]].concat(),
                None => vec![0],
            };
            changes.push(Change::put(note, was));
        }
    }
    Ok(())
}

/// Settles the notes that are there: they are dropped where `published` is the state of the records, whose step counts; where it
/// is another, the step is taken back. Gives whether it was.
pub(super) fn settle(bytes: &mut dyn Bytes, published: Option<&Header>) -> Outcome<bool> {
    let mut notes = Vec::new();
    bytes.scan(WAS, &mut |key, value| {
        notes.push((key.to_vec(), value.to_vec()));
        Ok(())
    })?;
    if notes.is_empty() {
        return Ok(false);
    }
    let present = bytes.get(b"meta")?.and_then(|meta| Header::from_bytes(&meta));
    let counts = published.is_none_or(|published| present.as_ref() == Some(published));
    let mut changes = Vec::with_capacity(2 * notes.len());
    for (note, was) in notes {
        let key = note[WAS.len()..].to_vec();
        if !counts {
            changes.push(match was.split_first() {
                Some((1, value)) => Change::put(key, value),
                _ => Change::remove(key),
            });
        }
        changes.push(Change::remove(note));
    }
    bytes.apply(changes)?;
    // Dropping the notes needs no flush: where a crash brings them back, they are dropped again.
    if !counts {
        bytes.flush()?;
    }
    Ok(!counts)
}
