//! What readers see: the generation that the manifest names, and nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::error::{damaged, refused, store_error};
use super::manifest::{MANIFEST, Manifest, to_hex};
use super::{RECORDS, Snapshot};
use crate::base::{BlockSums, Message, Outcome};

/// Snapshot within the directory of a generation.
pub(crate) const SNAPSHOT: &str = "snapshot";
/// Full-text index within the directory of a generation.
pub(crate) const INDEX: &str = "index";
/// Copies of the plans' texts, named by their SHA-256, for readers and for mending.
pub(crate) const TEXTS: &str = "texts";

/// An open generation. It stays whole while it is held, whatever writers do.
#[derive(Clone)]
pub struct Generation {
    dir: PathBuf,
    pub manifest: Arc<Manifest>,
    /// `None` in a store that has nothing yet.
    pub snapshot: Option<Arc<Snapshot>>,
}

impl Generation {
    /// Opens the newest generation of the store in `dir`; `None` where there is no store.
    pub fn open(dir: &Path) -> Outcome<Option<Self>> {
        let mut last: Option<Manifest> = None;
        loop {
            let Some(manifest) = Manifest::read(&dir.join(MANIFEST))? else {
                if dir.join(RECORDS).exists() {
                    return Err(damaged(&dir.join(MANIFEST), "it is missing", "文件缺失"));
                }
                return Ok(None);
            };
            match Self::open_named(dir, &manifest) {
                Ok(generation) => return Ok(Some(generation)),
                // A writer may have gone on twice since the manifest was read. If it has not, the error stands.
                Err(error) if last.as_ref() == Some(&manifest) => return Err(error),
                Err(_) => last = Some(manifest),
            }
        }
    }

    pub(crate) fn open_named(dir: &Path, manifest: &Manifest) -> Outcome<Self> {
        let snapshot = if manifest.generation == 0 {
            None
        } else {
            let sums = manifest.sums(SNAPSHOT).ok_or_else(|| damaged(&dir.join(MANIFEST), "it names no snapshot", "未列出快照"))?;
            let path = generation_dir(dir, manifest.generation).join(SNAPSHOT);
            Some(Arc::new(Snapshot::open(&path, sums.clone())?))
        };
        Ok(Self { dir: dir.to_owned(), manifest: Arc::new(manifest.clone()), snapshot })
    }

    /// Whether a newer generation has been published.
    pub fn is_stale(&self) -> Outcome<bool> {
        // Reading the whole manifest costs microseconds, and its seal tells a half-written one from a new one.
        Ok(Manifest::read(&self.dir.join(MANIFEST))?.is_none_or(|manifest| manifest != *self.manifest))
    }

    /// Where the full-text index is, and the checksums of its files by name.
    pub fn index(&self) -> (PathBuf, Vec<(String, BlockSums)>) {
        let inside = |(path, sums): &(String, BlockSums)| Some((path.strip_prefix("index/")?.to_owned(), sums.clone()));
        (generation_dir(&self.dir, self.manifest.generation).join(INDEX), self.manifest.files.iter().filter_map(inside).collect())
    }

    /// Every file of the generation, and what is wrong with it.
    pub fn verify_files(&self) -> Vec<(String, Option<Message>)> {
        let dir = generation_dir(&self.dir, self.manifest.generation);
        let verify = |(path, sums): &(String, BlockSums)| {
            let problem = match fs::read(dir.join(path)) {
                Ok(bytes) if sums.matches(&bytes) => None,
                Ok(_) => Some(Message::new("it is not as it was written", "与写入时不符")),
                Err(error) => Some(Message::new(error.to_string(), error.to_string())),
            };
            (path.clone(), problem)
        };
        self.manifest.files.iter().map(verify).collect()
    }

    /// The original bytes of one of the generation's sources.
    pub fn text(&self, sha256: &str) -> Outcome<Vec<u8>> {
        match read_text(&self.dir, sha256)? {
            Some(bytes) => Ok(bytes),
            // Writers keep the texts of the newest generation only.
            None if self.is_stale()? => {
                Err(store_error("Overtaken", "the plan has been replaced meanwhile: ask again", "规划已被替换，请重新查询"))
            }
            None => Err(damaged(&self.dir.join(TEXTS).join(sha256), "it is missing", "文件缺失")),
        }
    }

    pub fn health(&self) -> Outcome<()> {
        self.snapshot.as_ref().map_or(Ok(()), |snapshot| snapshot.health())
    }
}

/// The original bytes with this SHA-256, as kept beside the records; `None` where there are none.
pub fn read_text(dir: &Path, sha256: &str) -> Outcome<Option<Vec<u8>>> {
    let path = dir.join(TEXTS).join(sha256);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(refused("read", "读取", &path, &error)),
    };
    if to_hex(&Sha256::digest(&bytes)) != sha256 {
        return Err(damaged(&path, "it is not the text that was imported", "与导入时的原文不符"));
    }
    Ok(Some(bytes))
}

pub(crate) fn generation_dir(dir: &Path, number: u64) -> PathBuf {
    dir.join("gen").join(number.to_string())
}
