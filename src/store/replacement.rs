//! New records in place of damaged ones: made beside them under the lock, and put in their place in one stroke.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::error::refused;
use super::generation::TEXTS;
use super::manifest::{CLOSED, MANIFEST, Manifest, sync_dir};
use super::writer::{RECORDS, open_records, remove_dir_if_there, remove_if_there, take_lock};
use super::{Records, SledBytes, StoreLock, Writer};
use crate::base::Outcome;

/// Where new records are made.
pub(super) const BESIDE: &str = "records.new";

/// Records in the making. Until [`Replacement::install`] the store is as it was, whatever happens to the process.
pub struct Replacement {
    dir: PathBuf,
    manifest: Option<Manifest>,
    records: Records,
    lock: StoreLock,
}

impl Replacement {
    /// Takes the lock and begins. What the new records are made from has to be opened after this, or another writer may have
    /// gone on meanwhile.
    pub fn begin(dir: &Path, wait: Option<Duration>) -> Outcome<Self> {
        let lock = take_lock(dir, wait)?;
        let manifest = Manifest::read(&dir.join(MANIFEST)).ok().flatten();
        let beside = dir.join(BESIDE);
        // A crash may have left others half made.
        remove_dir_if_there(&beside).map_err(|error| refused("remove", "删除", &beside, &error))?;
        let mut records = Records::open(Box::new(SledBytes::open(&beside)?), &beside, None)?;
        if let Some(manifest) = &manifest {
            records.go_on_after(&manifest.header);
        }
        Ok(Self { dir: dir.to_owned(), manifest, records, lock })
    }

    pub fn records(&mut self) -> &mut Records {
        &mut self.records
    }

    /// Puts the new records in their place. The old ones, and copies of texts that are named by `lost`, are kept under the
    /// name that is given back.
    pub fn install<'a>(self, lost: impl Iterator<Item = &'a str>) -> Outcome<(Writer, PathBuf)> {
        let Self { dir, manifest, records, lock } = self;
        drop(records);
        let (place, beside) = (dir.join(RECORDS), dir.join(BESIDE));
        let aside = (1..).map(|number| dir.join(format!("{RECORDS}.damaged-{number}"))).find(|path| !path.exists());
        let aside = aside.unwrap_or_else(|| dir.join("records.damaged"));
        let exchange = || {
            if place.exists() {
                fs::rename(&place, &aside)?;
            }
            fs::rename(&beside, &place)?;
            sync_dir(&dir)?;
            // Last: while the note speaks of the old records, a crash leads back here.
            remove_if_there(&dir.join(CLOSED))?;
            sync_dir(&dir)
        };
        exchange().map_err(|error: io::Error| refused("move", "移动", &place, &error))?;
        for sha256 in lost {
            let copy = dir.join(TEXTS).join(sha256);
            if copy.exists() && aside.exists() {
                fs::rename(&copy, aside.join(format!("text-{sha256}"))).map_err(|error| refused("move", "移动", &copy, &error))?;
            }
        }
        let records = open_records(&dir, None)?;
        Ok((Writer::continuing(&dir, manifest, records, lock), aside))
    }

    /// Leaves the store as it was.
    pub fn give_up(self) {
        let Self { dir, records, .. } = self;
        drop(records);
        let _ = remove_dir_if_there(&dir.join(BESIDE));
    }
}
