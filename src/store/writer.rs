//! A step of a writer: lock, open and verify the records, change them, make a generation, publish it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::error::{damaged, refused};
use super::generation::{INDEX, SNAPSHOT, TEXTS, generation_dir, read_text};
use super::manifest::{CLOSED, MANIFEST, Manifest, sums_under, sync_dir, to_hex};
use super::placing::place;
use super::replacement::BESIDE;
use super::snapshot::write;
use super::{About, Assembly, Header, Item, Records, SledBytes, Snapshot, StoreLock, Unplaced};
use crate::base::{BlockSums, Diagnostic, Outcome};

/// Directory of the records within the store.
pub(crate) const RECORDS: &str = "records";

/// What stands in place of checksums when the records were found damaged while they were open.
const GIVEN_UP: &[u8] = b"damaged\n";

/// The same where the writer before had not closed them: it was killed, and what it left is not what it had written.
const CUT_SHORT: &[u8] = b"cut short\n";

/// Makes the full-text index of a generation in the given directory, which does not exist yet.
pub type IndexBuilder<'a> = dyn FnMut(&Snapshot, &Records, &Path) -> Outcome<()> + 'a;

/// Asked again and again while a generation is made. An error ends the making, and the step counts as not made.
pub type Watch<'a> = dyn Fn() -> Outcome<()> + 'a;

/// The one writer of a store.
pub struct Writer {
    dir: PathBuf,
    manifest: Manifest,
    records: Records,
    /// Whether copies of texts that are there are read before they are relied on.
    mending: bool,
    _lock: StoreLock,
}

/// What publishing found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    pub generation: u64,
    /// Curation that finds no place in the present texts.
    pub unplaced: Vec<Unplaced>,
}

impl Writer {
    /// Takes the lock, makes the store where there is none, and opens its records once they have been found sound.
    pub fn open(dir: &Path, wait: Option<Duration>) -> Outcome<Self> {
        let lock = take_lock(dir, wait)?;
        let manifest_path = dir.join(MANIFEST);
        let manifest = match Manifest::read(&manifest_path)? {
            Some(manifest) => manifest,
            None if dir.join(RECORDS).exists() => return Err(damaged(&manifest_path, "it is missing", "文件缺失")),
            None => {
                // From here on a directory with records and no manifest is a damaged store, not a new one.
                let manifest = Manifest::default();
                manifest.publish(&manifest_path)?;
                manifest
            }
        };
        let records = open_records(dir, Some(&manifest.header))?;
        Ok(Self { dir: dir.to_owned(), manifest, records, mending: false, _lock: lock })
    }

    /// Whether the records could not be opened because a writer was killed while it had them open. The present generation has
    /// all that was acknowledged, so they can be made anew from it without asking.
    pub fn was_cut_short(dir: &Path) -> bool {
        fs::read(dir.join(CLOSED)).is_ok_and(|note| note == CUT_SHORT)
    }

    /// As [`Writer::open`], for mending: the manifest may be gone or damaged, and what it says does not bind.
    /// Fails where the records themselves are not sound.
    pub fn open_to_mend(dir: &Path, wait: Option<Duration>) -> Outcome<Self> {
        let lock = take_lock(dir, wait)?;
        let manifest = Manifest::read(&dir.join(MANIFEST)).ok().flatten();
        let closed = dir.join(CLOSED);
        // A note that is damaged itself says nothing of the records: their count and hashes decide.
        if Manifest::read(&closed).is_err() && !fs::read(&closed).is_ok_and(|note| note == GIVEN_UP || note == CUT_SHORT) {
            remove_if_there(&closed).map_err(|error| refused("remove", "删除", &closed, &error))?;
        }
        let records = open_records(dir, manifest.as_ref().map(|manifest| &manifest.header))?;
        Ok(Self::continuing(dir, manifest, records, lock))
    }

    /// Makes a store from an archive, in a directory that has none. A damaged archive leaves no store behind.
    pub fn restore(dir: &Path, wait: Option<Duration>, input: &mut dyn io::Read, file: &Path, told: &mut dyn FnMut(u64)) -> Outcome<Self> {
        let lock = take_lock(dir, wait)?;
        let (place, beside) = (dir.join(RECORDS), dir.join(BESIDE));
        if place.exists() {
            return Err(super::error::store_error("Exists", "there are records in the directory already", "目录中已有记录"));
        }
        let io = |error: io::Error| refused("write", "写入", &beside, &error);
        // A crash may have left half a restore behind.
        remove_dir_if_there(&beside).map_err(io)?;
        let read = SledBytes::open(&beside).and_then(|mut bytes| super::archive::read_archive(input, file, &mut bytes, told));
        if let Err(error) = read {
            let _ = remove_dir_if_there(&beside);
            return Err(error);
        }
        // The manifest first: records without one would be a damaged store.
        Manifest::default().publish(&dir.join(MANIFEST))?;
        fs::rename(&beside, &place).and_then(|()| sync_dir(dir)).map_err(io)?;
        let records = open_records(dir, None)?;
        Ok(Self { dir: dir.to_owned(), manifest: Manifest::default(), records, mending: false, _lock: lock })
    }

    pub(super) fn continuing(dir: &Path, manifest: Option<Manifest>, records: Records, lock: StoreLock) -> Self {
        // Numbers of generations that are lying about are not used again.
        let highest = generations(dir).into_iter().max().unwrap_or(0);
        let mut manifest = manifest.unwrap_or_default();
        manifest.generation = manifest.generation.max(highest);
        Self { dir: dir.to_owned(), manifest, records, mending: true, _lock: lock }
    }

    pub fn records(&mut self) -> &mut Records {
        &mut self.records
    }

    /// Whether the records have been changed since the present generation was made.
    pub fn is_ahead(&self) -> bool {
        self.manifest.generation == 0 || self.records.header() != &self.manifest.header
    }

    /// Makes a generation from the records and publishes it. When this returns, readers see it and a crash does not lose it.
    pub fn publish(&mut self, index: &mut IndexBuilder<'_>, watch: &Watch<'_>) -> Outcome<Published> {
        self.keep_texts()?;
        let number = self.manifest.generation + 1;
        let dir = generation_dir(&self.dir, number);
        let io = |error: io::Error| refused("write", "写入", &dir, &error);
        // A crash may have left a directory of this number behind.
        remove_dir_if_there(&dir).and_then(|()| fs::create_dir_all(&dir)).map_err(io)?;
        let made = self.make(&dir, number, index, watch);
        if made.is_err() {
            // Make room again: the disk may be full.
            let _ = remove_dir_if_there(&dir);
        }
        let (manifest, unplaced) = made?;
        let place = self.dir.join(MANIFEST);
        if let Err(error) = manifest.publish(&place) {
            // Readers may see it all the same, where only the directory could not be synced: then it counts.
            if Manifest::read(&place)?.as_ref() != Some(&manifest) {
                let _ = remove_dir_if_there(&dir);
                return Err(error);
            }
        }
        self.manifest = manifest;
        self.records.confirm()?;
        self.sweep();
        Ok(Published { generation: number, unplaced })
    }

    fn make(&mut self, dir: &Path, number: u64, index: &mut IndexBuilder<'_>, watch: &Watch<'_>) -> Outcome<(Manifest, Vec<Unplaced>)> {
        let (mut graph, mut about) = assemble(&self.records, watch)?;
        about.unplaced = place(&mut graph, &about.journal, watch)?;
        let path = dir.join(SNAPSHOT);
        let sums = write_snapshot(graph, &about, &path, watch)?;
        let snapshot = Snapshot::open(&path, sums.clone())?;
        index(&snapshot, &self.records, &dir.join(INDEX))?;
        let io = |error: io::Error| refused("write", "写入", dir, &error);
        let mut files = vec![(SNAPSHOT.to_owned(), sums)];
        if dir.join(INDEX).exists() {
            share_under(&dir.join(INDEX), &path).and_then(|()| sync_under(&dir.join(INDEX))).map_err(io)?;
            files.extend(sums_under(&dir.join(INDEX)).map_err(io)?.into_iter().map(|(path, sums)| (format!("{INDEX}/{path}"), sums)));
        }
        sync_dir(dir).and_then(|()| sync_dir(&self.dir.join("gen"))).map_err(io)?;
        let mut readings: Vec<String> =
            about.sources.iter().filter(|source| source.has_text).map(|source| source.reading.clone()).collect();
        readings.sort();
        readings.dedup();
        Ok((Manifest { generation: number, header: self.records.header().clone(), readings, files }, about.unplaced))
    }

    /// Keeps a copy of every text beside the records: readers show sentences from it, and mending starts from it.
    fn keep_texts(&self) -> Outcome<()> {
        let texts = self.dir.join(TEXTS);
        let sources = self.records.sources()?;
        let is_kept = |sha256: &str| if self.mending { is_sound_text(&self.dir, sha256) } else { texts.join(sha256).exists() };
        let missing: Vec<_> = sources.iter().filter(|source| source.has_text && !is_kept(&source.sha256)).collect();
        for source in &missing {
            let bytes = self.records.text(source)?;
            if to_hex(&Sha256::digest(&bytes)) != source.sha256 {
                return Err(damaged(&self.dir.join(RECORDS), "a text is not the one that was imported", "原文与导入时不符"));
            }
            let beside = texts.join("text.new");
            let write = || {
                fs::create_dir_all(&texts)?;
                let mut file = File::create(&beside)?;
                file.write_all(&bytes)?;
                file.sync_all()?;
                fs::rename(&beside, texts.join(&source.sha256))
            };
            write().map_err(|error| refused("write", "写入", &texts, &error))?;
        }
        if missing.is_empty() { Ok(()) } else { sync_dir(&texts).map_err(|error| refused("write", "写入", &texts, &error)) }
    }

    /// Removes what no reader can ask for any more: generations but for this and the one before, texts of no source.
    /// What cannot be removed is tried again at the next step.
    fn sweep(&self) {
        let present = self.manifest.generation;
        for number in generations(&self.dir) {
            if number + 1 != present && number != present {
                let _ = fs::remove_dir_all(generation_dir(&self.dir, number));
            }
        }
        let Ok(sources) = self.records.sources() else { return };
        for entry in fs::read_dir(self.dir.join(TEXTS)).into_iter().flatten().flatten() {
            if !sources.iter().any(|source| entry.file_name().to_str() == Some(source.sha256.as_str())) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Closes the records and notes how their files were left, so that damage is found before sled looks at them.
    pub fn close(self) -> Outcome<()> {
        let Self { dir, records, _lock: lock, .. } = self;
        let header = records.header().clone();
        drop(records);
        let place = dir.join(RECORDS);
        let files = sums_under(&place).map_err(|error| refused("read", "读取", &place, &error))?;
        Manifest { generation: 0, header, readings: Vec::new(), files }.publish(&dir.join(CLOSED))?;
        drop(lock);
        Ok(())
    }
}

pub(super) fn take_lock(dir: &Path, wait: Option<Duration>) -> Outcome<StoreLock> {
    fs::create_dir_all(dir).map_err(|error| refused("make", "创建", dir, &error))?;
    StoreLock::take(dir, wait)
}

/// Bytes that must be free before the records are opened: sled waits for ever for a flush that finds no room.
const ROOM: u64 = 8 << 20;

/// Refuses to begin where the disk is as good as full. Where the system does not say how much is free, writing will.
fn room(dir: &Path, free: io::Result<u64>) -> Outcome<()> {
    match free {
        Ok(free) if free < ROOM => {
            let error = io::Error::new(io::ErrorKind::StorageFull, format!("{} MB are free, a change wants {}", free >> 20, ROOM >> 20));
            Err(refused("write in", "写入", dir, &error))
        }
        _ => Ok(()),
    }
}

/// Opens the records once their files are as they were left and their content counts up.
pub(super) fn open_records(dir: &Path, expected: Option<&Header>) -> Outcome<Records> {
    let (place, closed) = (dir.join(RECORDS), dir.join(CLOSED));
    let was_closed = closed.exists();
    verify_closed(dir)?;
    room(dir, fs4::available_space(dir))?;
    // While it is open, sled writes: what was noted no longer holds. The note must be gone before that.
    remove_if_there(&closed).and_then(|()| sync_dir(dir)).map_err(|error| refused("write", "写入", &closed, &error))?;
    let opened = SledBytes::open(&place).and_then(|bytes| Records::open(Box::new(bytes), &place, expected));
    if let Err(error) = &opened
        && error.detail == "Damaged"
    {
        // Damage must stay told: without a note the next look would begin with sled again.
        let _ = fs::write(&closed, if was_closed { GIVEN_UP } else { CUT_SHORT });
    }
    opened
}

/// Verifies that the files of the records are as the last writer left them, where it left a note; gives how many there are.
pub(crate) fn verify_closed(dir: &Path) -> Outcome<u64> {
    let place = dir.join(RECORDS);
    let Some(noted) = Manifest::read(&dir.join(CLOSED))? else { return Ok(0) };
    let present = sums_under(&place).map_err(|error| refused("read", "读取", &place, &error))?;
    let changed = |(name, sums): &&(String, BlockSums)| present.iter().find(|(other, _)| other == name).is_none_or(|(_, now)| now != sums);
    let damage = noted.files.iter().find(changed).or_else(|| present.iter().find(|(name, _)| noted.sums(name).is_none()));
    damage.map_or(Ok(noted.files.len() as u64), |(name, _)| Err(damaged(&place.join(name), "it is not as it was left", "与关闭时不符")))
}

/// All sources in the order of their slugs, merged; and what the generation will know of them.
fn assemble(records: &Records, watch: &Watch<'_>) -> Outcome<(Assembly, About)> {
    let sources = records.sources()?;
    let mut graph = Assembly::default();
    for source in &sources {
        graph.begin_source();
        records.items(source, &mut |item| {
            watch()?;
            match item {
                Item::Node(node) => graph.add_node(&node),
                Item::Relation(relation) => graph.add_relation(&relation),
                Item::Sentence(_) => Ok(()),
            }
        })?;
    }
    let about = About { header: records.header().clone(), sources, journal: records.journal()?, unplaced: Vec::new() };
    Ok((graph, about))
}

/// Writes a graph as a snapshot file and syncs it.
fn write_snapshot(graph: Assembly, about: &About, path: &Path, watch: &Watch<'_>) -> Outcome<BlockSums> {
    let io = |error: io::Error| refused("write", "写入", path, &error);
    let mut file = Watched { file: BufWriter::with_capacity(1 << 20, File::create(path).map_err(io)?), watch, ended: None };
    let written = write(graph, &about.to_bytes(), &mut file)?;
    if let Some(ended) = file.ended {
        return Err(ended);
    }
    let sums = written.map_err(io)?;
    file.file.into_inner().map_err(|error| error.into_error()).and_then(|file| file.sync_all()).map_err(io)?;
    Ok(sums)
}

/// A file that is written only as long as whoever watches agrees.
struct Watched<'a> {
    file: BufWriter<File>,
    watch: &'a Watch<'a>,
    /// Why the writing ended.
    ended: Option<Box<Diagnostic>>,
}

impl io::Write for Watched<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = (self.watch)() {
            self.ended = Some(error);
            return Err(io::Error::other("ended"));
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn is_sound_text(dir: &Path, sha256: &str) -> bool {
    matches!(read_text(dir, sha256), Ok(Some(_)))
}

fn generations(dir: &Path) -> Vec<u64> {
    let entries = fs::read_dir(dir.join("gen")).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// Gives the files of the index, some of which are made for their owner alone, the permissions of the snapshot: who may
/// read the one may read the other.
fn share_under(dir: &Path, like: &Path) -> io::Result<()> {
    let permissions = fs::metadata(like)?.permissions();
    for entry in fs::read_dir(dir)? {
        fs::set_permissions(entry?.path(), permissions.clone())?;
    }
    Ok(())
}

fn sync_under(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            File::open(entry.path())?.sync_all()?;
        }
    }
    sync_dir(dir)
}

pub(super) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

pub(super) fn remove_dir_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::Path;

    use super::{ROOM, room};

    #[test]
    fn nothing_begins_where_too_little_is_free() {
        let dir = Path::new("s");
        let error = room(dir, Ok(ROOM - 1)).expect_err("too little");
        assert_eq!((error.exit_code(), error.detail.as_ref()), (4, "DiskFull"));
        assert!(error.message.en.contains("7 MB are free, a change wants 8"), "{}", error.message.en);
        assert!(room(dir, Ok(ROOM)).is_ok());
        // Who cannot be asked is not suspected.
        assert!(room(dir, Err(io::Error::other("no answer"))).is_ok());
    }
}
