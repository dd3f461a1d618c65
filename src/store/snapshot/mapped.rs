//! The mapped file: every access is bounds-checked and lies in blocks whose checksum has been verified.
//!
//! Damage met on the way is remembered and told by [`Mapped::health`]; the access itself gives nothing. Whoever makes an
//! answer asks for the health afterwards, so a shorter answer never leaves the program.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

#[cfg(not(miri))]
use memmap2::Mmap;

use super::super::error::{damaged, damaged_block, refused};
use super::super::records::{FORMAT, newer};
use super::layout::{Directory, FOOT, HEAD, MAGIC, section};
use crate::base::{BLOCK, BlockSums, Diagnostic, Outcome, Touched};

#[cfg(target_endian = "big")]
compile_error!("snapshots are little-endian arrays that are used in place");

/// Sections up to this many bytes are verified whole when first touched.
const SMALL: usize = 256 << 10;
/// After so many touches of single blocks the rest of the section is verified too, and later touches cost one load.
const PATIENCE: u32 = 64;

/// Miri maps no files: under it a file is read, to where a page could begin.
#[cfg(miri)]
struct Mmap {
    bytes: Vec<u8>,
    start: usize,
}

#[cfg(miri)]
impl Mmap {
    fn read(mut file: &File) -> io::Result<Self> {
        const PAGE: usize = 4096;
        let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        let mut bytes = vec![0; length + PAGE];
        let start = bytes.as_ptr().align_offset(PAGE).min(PAGE);
        io::Read::read_exact(&mut file, &mut bytes[start..start + length])?;
        bytes.truncate(start + length);
        Ok(Self { bytes, start })
    }
}

#[cfg(miri)]
impl std::ops::Deref for Mmap {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[self.start..]
    }
}

/// No bound on the numbers of a section.
const ANY: u32 = u32::MAX;

struct Section {
    start: usize,
    length: usize,
    /// Every number of the section is below this: it counts nodes, relations or names. [`ANY`] where that does not hold.
    below: u32,
    sound: AtomicBool,
    touches: AtomicU32,
}

pub(crate) struct Mapped {
    path: PathBuf,
    map: Mmap,
    touched: Touched,
    sections: Vec<Section>,
    /// Blocks of the text section that are known to be UTF-8.
    utf8: Vec<AtomicU64>,
    damage: OnceLock<Box<Diagnostic>>,
}

impl Mapped {
    /// Maps the file and reads its directory. `sums` are those of the manifest.
    pub fn open(path: &Path, sums: BlockSums) -> Outcome<(Self, Directory)> {
        let file = File::open(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => damaged(path, "it is missing", "文件缺失"),
            _ => refused("open", "打开", path, &error),
        })?;
        #[cfg(miri)]
        let map = Mmap::read(&file).map_err(|error| refused("read", "读取", path, &error))?;
        // SAFETY: a mapped file must not change while it is mapped. Files of a generation are written once under a name of
        // their own, synced, and then only ever unlinked, which leaves the mapping as it is. Should another program write into
        // one all the same, what is read is integers and checked text: no bit pattern of an integer is invalid.
        #[cfg(not(miri))]
        let map = unsafe { Mmap::map(&file) }.map_err(|error| refused("map", "映射", path, &error))?;
        if map.len() as u64 != sums.length {
            let (en, zh) = (
                format!("{} bytes where {} were written", map.len(), sums.length),
                format!("现有 {} 字节，应为 {}", map.len(), sums.length),
            );
            return Err(damaged(path, &en, &zh));
        }
        let strange = || damaged(path, "it is no snapshot", "不是快照文件");
        let touched = Touched::new(sums);
        let verify = |from: usize, to: usize| touched.verify(&map, from, to).map_err(|block| damaged_block(path, block));
        let foot = map.len().checked_sub(FOOT).filter(|&foot| foot >= HEAD).ok_or_else(strange)?;
        verify(0, HEAD)?;
        verify(foot, map.len())?;
        let number = |at: usize| map.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
        if map.get(..8) != Some(&MAGIC[..]) || map.get(foot + 24..) != Some(&MAGIC[..]) || number(foot + 16) != Some(map.len() as u64) {
            return Err(strange());
        }
        match number(8) {
            // What is mapped has been the same since format 1.
            Some(version) if (1..=u64::from(FORMAT)).contains(&version) => {}
            Some(version) if version > u64::from(FORMAT) => return Err(newer(path, u32::try_from(version).unwrap_or(u32::MAX))),
            _ => return Err(strange()),
        }
        let place = number(foot).zip(number(foot + 8)).and_then(|(from, length)| range(from, length, foot));
        let place = place.ok_or_else(strange)?;
        verify(place.start, place.end)?;
        let directory = map.get(place).and_then(Directory::from_bytes).ok_or_else(strange)?;
        let sections = directory.sections.iter().map(|&(start, length)| {
            let place = range(start, length, foot).filter(|place| place.start % 8 == 0)?;
            let (sound, touches) = (AtomicBool::new(false), AtomicU32::new(0));
            Some(Section { start: place.start, length: place.len(), below: ANY, sound, touches })
        });
        let mut sections: Vec<Section> = sections.collect::<Option<_>>().ok_or_else(strange)?;
        let text = sections.get(section::TEXT).filter(|text| text.start % BLOCK == 0).ok_or_else(strange)?.length;
        if sections.len() < section::FIXED {
            return Err(strange());
        }
        if directory.lengths().into_iter().any(|(at, length)| sections[at].length as u64 != length) {
            return Err(damaged(path, "its parts contradict each other", "内容自相矛盾"));
        }
        directory.bounds().into_iter().for_each(|(at, below)| sections[at].below = below);
        let utf8 = (0..text.div_ceil(BLOCK).div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        Ok((Self { path: path.to_owned(), map, touched, sections, utf8, damage: OnceLock::new() }, directory))
    }

    /// The first damage that was met.
    pub fn health(&self) -> Outcome<()> {
        self.damage.get().map_or(Ok(()), |damage| Err(damage.clone()))
    }

    /// Remembers damage: something in the file contradicts something else in it.
    #[cold]
    pub fn contradiction(&self) {
        let _ = self.damage.set(damaged(&self.path, "its parts contradict each other", "内容自相矛盾"));
    }

    pub fn length(&self, section: usize) -> usize {
        self.sections.get(section).map_or(0, |section| section.length)
    }

    /// Bytes `from..to` of a section.
    #[inline]
    pub fn bytes(&self, section: usize, from: usize, to: usize) -> &[u8] {
        let Some(place) = self.sections.get(section).filter(|place| from <= to && to <= place.length) else {
            self.contradiction();
            return &[];
        };
        if !place.sound.load(Ordering::Acquire) && !self.touch(place, from, to) {
            return &[];
        }
        &self.map[place.start + from..place.start + to]
    }

    #[cold]
    fn touch(&self, place: &Section, from: usize, to: usize) -> bool {
        let whole = place.length <= SMALL || place.touches.fetch_add(1, Ordering::Relaxed) > PATIENCE;
        let (from, to) = if whole { (0, place.length) } else { (from, to) };
        match self.touched.verify(&self.map, place.start + from, place.start + to) {
            Ok(()) if !self.is_bounded(place, from, to) => {
                self.contradiction();
                false
            }
            Ok(()) => {
                if whole {
                    place.sound.store(true, Ordering::Release);
                }
                true
            }
            Err(block) => {
                let _ = self.damage.set(damaged_block(&self.path, block));
                false
            }
        }
    }

    /// Whether the numbers in bytes `from..to` of a section keep its bound, so that whoever counts by them stays in bounds.
    fn is_bounded(&self, place: &Section, from: usize, to: usize) -> bool {
        let bytes = self.map.get(place.start + from..place.start + to).unwrap_or_default();
        let number = |four: &[u8]| four.try_into().map_or(ANY, u32::from_le_bytes);
        place.below == ANY || bytes.chunks(4).all(|four| number(four) < place.below)
    }

    #[inline]
    pub fn u32_at(&self, section: usize, at: usize) -> u32 {
        let from = at.saturating_mul(4);
        self.bytes(section, from, from.saturating_add(4)).try_into().map_or(0, u32::from_le_bytes)
    }

    #[inline]
    pub fn u64_at(&self, section: usize, at: usize) -> u64 {
        let from = at.saturating_mul(8);
        self.bytes(section, from, from.saturating_add(8)).try_into().map_or(0, u64::from_le_bytes)
    }

    /// Numbers `from..to` of a section, in place.
    #[inline]
    pub fn u32s(&self, section: usize, from: usize, to: usize) -> &[u32] {
        let bytes = self.bytes(section, from.saturating_mul(4), to.saturating_mul(4));
        // SAFETY: every four bytes are a valid u32; `align_to` gives what is aligned as the middle part.
        let (head, numbers, tail) = unsafe { bytes.align_to::<u32>() };
        if !head.is_empty() || !tail.is_empty() {
            self.contradiction();
            return &[];
        }
        numbers
    }

    /// A whole section of numbers, in place.
    pub fn all_u32s(&self, section: usize) -> &[u32] {
        self.u32s(section, 0, self.length(section) / 4)
    }

    /// A whole section of large numbers, in place.
    pub fn all_u64s(&self, section: usize) -> &[u64] {
        let bytes = self.bytes(section, 0, self.length(section));
        // SAFETY: every eight bytes are a valid u64; `align_to` gives what is aligned as the middle part.
        let (head, numbers, tail) = unsafe { bytes.align_to::<u64>() };
        if !head.is_empty() || !tail.is_empty() {
            self.contradiction();
            return &[];
        }
        numbers
    }

    /// The text under a cell.
    #[inline]
    pub fn text(&self, cell: u64) -> &str {
        let (from, length) = ((cell >> 24) as usize, (cell & 0xff_ffff) as usize);
        if length == 0 {
            return "";
        }
        let bytes = self.bytes(section::TEXT, from, from + length);
        if bytes.is_empty() || !self.is_utf8(from, from + length) {
            return "";
        }
        let starts = |byte: Option<&u8>| byte.is_none_or(|byte| byte & 0xC0 != 0x80);
        let after = self
            .sections
            .get(section::TEXT)
            .filter(|text| from + length < text.length)
            .and_then(|text| self.map.get(text.start + from + length));
        if !starts(bytes.first()) || !starts(after) {
            self.contradiction();
            return "";
        }
        // SAFETY: the blocks that the bytes lie in are UTF-8 when read from their first to their last character
        // (`check_utf8`), characters that reach into the next block included, and the bytes begin and end between characters.
        unsafe { std::str::from_utf8_unchecked(bytes) }
    }

    #[inline]
    fn is_utf8(&self, from: usize, to: usize) -> bool {
        (from / BLOCK..=(to - 1) / BLOCK).all(|block| {
            let known = self.utf8.get(block / 64).is_some_and(|word| word.load(Ordering::Acquire) & (1 << (block % 64)) != 0);
            known || self.check_utf8(block)
        })
    }

    /// Whether the characters that begin in a block of the text section are well formed.
    #[cold]
    fn check_utf8(&self, block: usize) -> bool {
        let all = self.length(section::TEXT);
        let (from, to) = (block * BLOCK, all.min((block + 1) * BLOCK));
        // A character that begins here may end up to three bytes into the next block.
        let bytes = self.bytes(section::TEXT, from, all.min(to + 3));
        let begins = |at: &usize| bytes.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80);
        let first = if block == 0 { Some(0) } else { (0..=3).find(begins) };
        let last = (to - from..=to - from + 3).find(begins);
        let sound = first
            .zip(last)
            .and_then(|(first, last)| bytes.get(first..last.min(bytes.len())))
            .is_some_and(|text| simdutf8::basic::from_utf8(text).is_ok());
        if sound {
            if let Some(word) = self.utf8.get(block / 64) {
                word.fetch_or(1 << (block % 64), Ordering::Release);
            }
        } else {
            self.contradiction();
        }
        sound
    }

    /// Verifies every block of the file.
    pub fn verify_all(&self) -> Outcome<()> {
        self.touched.verify(&self.map, 0, self.map.len()).map_err(|block| damaged_block(&self.path, block))
    }
}

/// `from..from + length` where that lies before `end`.
fn range(from: u64, length: u64, end: usize) -> Option<std::ops::Range<usize>> {
    let from = usize::try_from(from).ok()?;
    let to = from.checked_add(usize::try_from(length).ok()?)?;
    (to <= end).then_some(from..to)
}
