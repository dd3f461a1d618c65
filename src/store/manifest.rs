//! What a reader may open: the generation, the records that it came from, and the checksums of its files.
//!
//! A short text file, so that a person can look at it; its last line is the SHA-256 of all lines before. It is written beside
//! the old one, synced, and renamed into its place: readers see the old one or the new one, whole.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::Header;
use super::error::{damaged, refused};
use super::records::{FORMAT, newer};
use crate::base::{BlockSums, Outcome};

/// Name of the manifest within the store.
pub(crate) const MANIFEST: &str = "manifest";
/// Name of the list of checksums that a writer leaves when it has closed the records.
pub(crate) const CLOSED: &str = "records.closed";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// 0 before the first generation.
    pub generation: u64,
    /// State of the records that the generation was made from.
    pub header: Header,
    /// By which rules the plans were read, each once; an empty one for plans that have it from format 1, which did not say.
    /// None at all in a manifest of format 1.
    pub readings: Vec<String>,
    /// Paths within the generation's directory, with `/`, and their checksums.
    pub files: Vec<(String, BlockSums)>,
}

impl Manifest {
    /// Reads a manifest; `None` where there is no such file.
    pub fn read(path: &Path) -> Outcome<Option<Self>> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(refused("read", "读取", path, &error)),
        };
        let unreadable = || damaged(path, "it cannot be read or is not what was written", "无法读取，或内容已变");
        let text = std::str::from_utf8(&bytes).map_err(|_| unreadable())?;
        // The version is told before the hash is checked: a newer program may hash otherwise.
        let format = text.lines().next().and_then(|line| line.strip_prefix("gangmu ")).and_then(|number| number.parse::<u32>().ok());
        match format {
            Some(format) if format > FORMAT && sealed(text).is_some() => return Err(newer(path, format)),
            Some(_) => {}
            None => return Err(unreadable()),
        }
        sealed(text).and_then(Self::parse).map(Some).ok_or_else(unreadable)
    }

    fn parse(body: &str) -> Option<Self> {
        let mut manifest = Self::default();
        for line in body.lines().skip(1) {
            let mut words = line.split(' ');
            match (words.next()?, words.next()?) {
                ("generation", number) => manifest.generation = number.parse().ok()?,
                ("records", hex) => manifest.header = Header::from_bytes(&from_hex(hex)?)?,
                ("reading", name) => manifest.readings.push(name.trim_matches('-').to_owned()),
                ("file", length) => {
                    let sums = from_hex(words.next()?)?;
                    let sums = sums.chunks(4).map(|four| Some(u32::from_le_bytes(four.try_into().ok()?))).collect::<Option<_>>()?;
                    let path = words.collect::<Vec<_>>().join(" ");
                    manifest.files.push((path, BlockSums { length: length.parse().ok()?, sums }));
                }
                _ => return None,
            }
        }
        Some(manifest)
    }

    fn text(&self) -> String {
        let mut text = format!("gangmu {FORMAT}\ngeneration {}\nrecords {}\n", self.generation, to_hex(&self.header.to_bytes()));
        for reading in &self.readings {
            let _ = writeln!(text, "reading {}", if reading.is_empty() { "-" } else { reading });
        }
        for (path, sums) in &self.files {
            let bytes: Vec<u8> = sums.sums.iter().flat_map(|sum| sum.to_le_bytes()).collect();
            // An empty file has no sums, which must still be a word.
            let _ = writeln!(text, "file {} {} {path}", sums.length, if bytes.is_empty() { String::from("-") } else { to_hex(&bytes) });
        }
        let seal = to_hex(&Sha256::digest(text.as_bytes()));
        let _ = writeln!(text, "sha256 {seal}");
        text
    }

    /// Puts the manifest in its place; it holds from the moment this returns, and a crash before leaves the old one.
    pub fn publish(&self, path: &Path) -> Outcome<()> {
        let beside = path.with_extension("new");
        let write = || {
            let mut file = File::create(&beside)?;
            file.write_all(self.text().as_bytes())?;
            file.sync_all()?;
            fs::rename(&beside, path)?;
            sync_dir(path.parent().unwrap_or(Path::new(".")))
        };
        write().map_err(|error| refused("write", "写入", path, &error))
    }

    pub fn sums(&self, file: &str) -> Option<&BlockSums> {
        self.files.iter().find(|(path, _)| path == file).map(|(_, sums)| sums)
    }
}

/// The text before its last line, if that line seals it.
fn sealed(text: &str) -> Option<&str> {
    let body_length = text.strip_suffix('\n')?.rfind('\n')? + 1;
    let (body, seal) = text.split_at(body_length);
    (seal.strip_prefix("sha256 ")?.trim_end() == to_hex(&Sha256::digest(body.as_bytes()))).then_some(body)
}

/// Makes renames and new names in a directory last.
pub(crate) fn sync_dir(dir: &Path) -> io::Result<()> {
    // Directories cannot be opened everywhere; where they cannot, the file system keeps names by itself.
    match File::open(dir) {
        Ok(dir) if cfg!(unix) => dir.sync_all(),
        _ => Ok(()),
    }
}

/// Checksums of all files under a directory, by path from it, in the order of their paths.
pub(crate) fn sums_under(dir: &Path) -> io::Result<Vec<(String, BlockSums)>> {
    fn walk(dir: &Path, prefix: &str, sums: &mut Vec<(String, BlockSums)>) -> io::Result<()> {
        let mut entries = fs::read_dir(dir)?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                walk(&entry.path(), &format!("{path}/"), sums)?;
            } else {
                sums.push((path, file_sums(&entry.path())?));
            }
        }
        Ok(())
    }
    let mut sums = Vec::new();
    walk(dir, "", &mut sums)?;
    Ok(sums)
}

/// Checksums of a file, read block by block.
fn file_sums(path: &Path) -> io::Result<BlockSums> {
    use std::io::Read as _;
    let mut file = File::open(path)?;
    let mut block = vec![0; crate::base::BLOCK];
    let mut sums = BlockSums::default();
    loop {
        let mut filled = 0;
        while filled < block.len() {
            match file.read(&mut block[filled..])? {
                0 => break,
                read => filled += read,
            }
        }
        if filled == 0 {
            return Ok(sums);
        }
        sums.length += filled as u64;
        sums.sums.push(crc32fast::hash(&block[..filled]));
    }
}

pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn from_hex(hex: &str) -> Option<Vec<u8>> {
    if hex == "-" {
        return Some(Vec::new());
    }
    let digit = |byte: u8| (byte as char).to_digit(16).map(|digit| digit as u8);
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}
