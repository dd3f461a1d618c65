//! The only file that names sled.
//!
//! sled answers some damage with a panic, in the calling thread or in threads of its own. Calls are therefore made under
//! `catch_unwind`, and the panic hook keeps quiet about sled's own threads: what they would print is told as an error instead.

use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::{Duration, Instant};
use std::{io, thread};

use super::error::{damaged, refused};
use super::{Bytes, Change};
use crate::base::{Diagnostic, Outcome, quietly};

/// How long a closed handle may still hold its file.
const LINGERING: Duration = Duration::from_secs(2);

/// Records on disk, in a directory of sled's.
pub struct SledBytes {
    dir: PathBuf,
    /// `None` only while it is being dropped.
    db: Option<sled::Db>,
}

impl SledBytes {
    /// Opens or makes the database in `dir`. One process at a time: the store's own lock is taken first.
    pub fn open(dir: &Path) -> Outcome<Self> {
        silence_sled();
        // No background flush: one flush ends each step, and a timer would only write half-done ones.
        let config = sled::Config::new().path(dir).cache_capacity(32 << 20).flush_every_ms(None);
        // A handle that was just closed lets go of its file a moment later, when sled's threads or a process being started
        // have closed their copies.
        let deadline = Instant::now() + LINGERING;
        let open = || loop {
            match config.open() {
                Err(sled::Error::Io(error)) if is_held(&error) && Instant::now() < deadline => thread::sleep(LINGERING / 200),
                opened => break opened,
            }
        };
        let db = guard(dir, open)?;
        Ok(Self { dir: dir.to_owned(), db: Some(db) })
    }

    fn call<T>(&self, act: impl FnOnce(&sled::Db) -> sled::Result<T>) -> Outcome<T> {
        match &self.db {
            Some(db) => guard(&self.dir, || act(db)),
            None => Err(damaged(&self.dir, "closed", "已关闭")),
        }
    }
}

impl Drop for SledBytes {
    fn drop(&mut self) {
        // Closing flushes, and may panic as any other call may.
        let db = self.db.take();
        let _ = quietly(AssertUnwindSafe(move || drop(db)));
    }
}

impl Bytes for SledBytes {
    fn get(&self, key: &[u8]) -> Outcome<Option<Vec<u8>>> {
        self.call(|db| Ok(db.get(key)?.map(|value| value.to_vec())))
    }

    fn scan(&self, prefix: &[u8], visit: &mut dyn FnMut(&[u8], &[u8]) -> Outcome<()>) -> Outcome<()> {
        let Some(db) = &self.db else { return Err(damaged(&self.dir, "closed", "已关闭")) };
        let mut pairs = guard(&self.dir, || Ok(db.scan_prefix(prefix)))?;
        while let Some((key, value)) = guard(&self.dir, || pairs.next().transpose())? {
            visit(&key, &value)?;
        }
        Ok(())
    }

    fn apply(&mut self, changes: Vec<Change>) -> Outcome<()> {
        let mut batch = sled::Batch::default();
        for change in changes {
            match change.value {
                Some(value) => batch.insert(change.key, value),
                None => batch.remove(change.key),
            }
        }
        self.call(|db| db.apply_batch(batch))
    }

    fn flush(&mut self) -> Outcome<()> {
        self.call(|db| db.flush().map(|_| ()))
    }
}

/// Runs a call of sled's: its errors and its panics become errors of ours.
fn guard<T>(dir: &Path, act: impl FnOnce() -> sled::Result<T>) -> Outcome<T> {
    match quietly(AssertUnwindSafe(act)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(translate(dir, error)),
        Err(_) => Err(damaged(dir, "the records cannot be read", "记录无法读取")),
    }
}

/// sled tells a held lock as an error of kind `Other` that quotes the system's.
fn is_held(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock || error.to_string().contains("WouldBlock")
}

fn translate(dir: &Path, error: sled::Error) -> Box<Diagnostic> {
    match error {
        sled::Error::Io(error) => refused("read or write", "读写", dir, &error),
        other => damaged(dir, &other.to_string(), &other.to_string()),
    }
}

fn silence_sled() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let of_sled = info.location().is_some_and(|place| place.file().contains("/sled-") || place.file().contains("\\sled-"));
            if !of_sled {
                before(info);
            }
        }));
    });
}
