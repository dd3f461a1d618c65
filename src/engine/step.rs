//! One step of a writer, from lock to published generation.

use super::{StoreOptions, index, mend};
use crate::base::{Message, Outcome, nearest};
use crate::document::Words;
use crate::extract::Lexicons;
use crate::schema::{GraphFiles, Schema};
use crate::store::{Generation, Published, Watch, Writer};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Opens the store for writing, lets `act` change its records, and publishes what came of it. A crash at any moment leaves
/// the state before or the state after, and so does a full disk: what was not published is taken back by the next writer. Records
/// that an import left ahead of their generation are published too.
pub(super) fn step<T>(options: &StoreOptions, act: impl FnOnce(&mut Writer) -> Outcome<T>) -> Outcome<(T, Published)> {
    step_within(options, &|| Ok(()), act)
}

/// As [`step`]; an error of `watch`, which is asked until the moment of publishing, ends the step as not made.
pub(super) fn step_within<T>(
    options: &StoreOptions,
    watch: &Watch<'_>,
    act: impl FnOnce(&mut Writer) -> Outcome<T>,
) -> Outcome<(T, Published)> {
    let mut writer = mend::open(options)?;
    writer.records().begin_revocable();
    finish(writer, watch, act)
}

/// As [`step`], for what gives the same when it is done twice: what reached the records before a failure stays there and is
/// published by the next step.
pub(super) fn idempotent_step<T>(options: &StoreOptions, act: impl FnOnce(&mut Writer) -> Outcome<T>) -> Outcome<(T, Published)> {
    finish(mend::open(options)?, &|| Ok(()), act)
}

fn finish<T>(mut writer: Writer, watch: &Watch<'_>, act: impl FnOnce(&mut Writer) -> Outcome<T>) -> Outcome<(T, Published)> {
    let done = act(&mut writer).and_then(|done| publish(&mut writer, watch).map(|published| (done, published)));
    // What failed is told before a failure to close.
    let closed = writer.close();
    let done = done?;
    closed?;
    Ok(done)
}

/// Publishes what the records have become, if they have become anything.
pub(super) fn publish(writer: &mut Writer, watch: &Watch<'_>) -> Outcome<Published> {
    if writer.is_ahead() { publish_all(writer, watch) } else { Ok(Published::default()) }
}

/// Publishes the records as they are, with their index.
pub(super) fn publish_all(writer: &mut Writer, watch: &Watch<'_>) -> Outcome<Published> {
    writer.publish(&mut |snapshot, records, dir| index::build(snapshot, records, dir, watch), watch)
}

/// The schema that the options ask for.
pub(super) fn schema(options: &StoreOptions) -> Outcome<Arc<Schema>> {
    match &options.schema_dir {
        Some(dir) => Schema::from_dir(dir).map(Arc::new),
        None => Ok(Schema::builtin()),
    }
}

/// The words that a text is read by, the lexicons that it is extracted by, and the kinds of what is found.
pub(super) struct Rules {
    pub schema: Arc<Schema>,
    pub words: Arc<Words>,
    pub lexicons: Arc<Lexicons>,
    /// What a plan that they read is marked with.
    pub reading: String,
}

/// The rules that the options ask for.
///
/// # Errors
/// `ArgumentError` where a file of the options' folder has a fault.
pub(super) fn rules(options: &StoreOptions) -> Outcome<Rules> {
    let files = match &options.schema_dir {
        Some(dir) => GraphFiles::from_dir(dir)?,
        None => GraphFiles::builtin(),
    };
    let (schema, lexicons) = match &options.schema_dir {
        Some(_) => (Schema::load(&files).map(Arc::new)?, Lexicons::load(&files).map(Arc::new)?),
        None => (Schema::builtin(), Lexicons::builtin()?),
    };
    Ok(Rules { schema, words: Words::load(&files).map(Arc::new)?, lexicons, reading: reading(options)? })
}

/// Sixteen digits that stand for the rules that the options ask for: the code that reads texts, as it was built, and the words
/// that it reads by. Equal rules have equal digits.
///
/// # Errors
/// `ArgumentError` where a file of the options' folder cannot be read.
pub(super) fn reading(options: &StoreOptions) -> Outcome<String> {
    const BUILT: &str = env!("GANGMU_READING");
    let Some(dir) = &options.schema_dir else { return Ok(BUILT.to_owned()) };
    let files = GraphFiles::from_dir(dir)?;
    let mut hash = Sha256::new_with_prefix(BUILT);
    for name in GraphFiles::names() {
        hash.update(files.text(name)?.text());
    }
    Ok(hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

/// Tells the user where plans of the generation were read by other rules than those that the options ask for: what they gave
/// then is what is answered from until they are read again.
pub(super) fn tell_other_readings(options: &StoreOptions, generation: &Generation) -> Outcome<()> {
    let Generation { manifest, snapshot, .. } = generation;
    let differs = match snapshot {
        Some(snapshot) if manifest.header.format == 1 => snapshot.about()?.sources.iter().any(|source| source.has_text),
        _ => {
            let present = reading(options)?;
            manifest.readings.iter().any(|reading| *reading != present)
        }
    };
    if differs {
        options.notices.tell(&Message::new(
            "plans in the store were read by other rules than this program's; `gangmu store rebuild` reads them again",
            "资料库中有规划是按其他规则读取的，与本程序现行规则不同；运行 `gangmu store rebuild` 可重新读取",
        ));
    }
    Ok(())
}

/// What was meant by a name that is not there, for a hint.
pub(super) fn meant<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<(String, String)> {
    let near = nearest(typed, candidates, 3);
    (!near.is_empty()).then(|| {
        let list = |separator: &str| near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(separator);
        (format!("did you mean {}?", list(" or ")), format!("是否指 {}？", list(" 或 ")))
    })
}
