//! Records as one stream of bytes: what a backup holds. Each record has its length before it, all are sealed by a SHA-256.

use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::error::{damaged, refused};
use super::records::{FORMAT, newer};
use super::{Bytes, Change, Records};
use crate::base::Outcome;

const MAGIC: &[u8; 16] = b"gangmu backup \0\n";
/// Bytes that are gathered before they are written to the records.
const GATHERED: usize = 16 << 20;

/// Writes all records to `out`; `file` is named in messages.
pub fn write_archive(records: &Records, out: &mut dyn Write, file: &Path, told: &mut dyn FnMut(u64)) -> Outcome<()> {
    let mut seal = Sha256::new();
    let mut written = 0;
    let mut put = |bytes: &[u8]| {
        seal.update(bytes);
        out.write_all(bytes).map_err(|error| refused("write", "写入", file, &error))
    };
    put(MAGIC)?;
    put(&FORMAT.to_le_bytes())?;
    records.each(&mut |key, value| {
        for part in [key, value] {
            put(&(part.len() as u64).to_le_bytes())?;
            put(part)?;
        }
        written += 1;
        told(written);
        Ok(())
    })?;
    // A key is never this long: the end.
    put(&u64::MAX.to_le_bytes())?;
    let seal = seal.finalize();
    out.write_all(&seal).and_then(|()| out.flush()).map_err(|error| refused("write", "写入", file, &error))
}

/// Puts the records of an archive into `bytes`, which must be empty. What it holds is verified by [`Records::open`] afterwards
/// as well; here the seal is, before anything counts.
pub fn read_archive(input: &mut dyn Read, file: &Path, bytes: &mut dyn Bytes, told: &mut dyn FnMut(u64)) -> Outcome<()> {
    let mut seal = Sha256::new();
    let short = |error: io::Error| match error.kind() {
        io::ErrorKind::UnexpectedEof => strange(file),
        _ => refused("read", "读取", file, &error),
    };
    let mut head = [0; 20];
    input.read_exact(&mut head).map_err(short)?;
    seal.update(head);
    if &head[..16] != MAGIC {
        return Err(strange(file));
    }
    let format = u32::from_le_bytes([head[16], head[17], head[18], head[19]]);
    if format > FORMAT {
        return Err(newer(file, format));
    }
    let mut held = Vec::new();
    let (mut gathered, mut count) = (0, 0);
    let mut meta = None;
    while let Some(key) = part(input, &mut seal, file)? {
        let value = part(input, &mut seal, file)?.ok_or_else(|| strange(file))?;
        gathered += value.len();
        count += 1;
        told(count);
        // Without its header nothing counts: it goes in when the seal has been seen.
        if key == b"meta" {
            meta = Some(value);
        } else {
            held.push(Change::put(key, value));
        }
        if gathered > GATHERED {
            gathered = 0;
            bytes.apply(std::mem::take(&mut held))?;
        }
    }
    let mut expected = [0; 32];
    input.read_exact(&mut expected).map_err(short)?;
    if seal.finalize()[..] != expected {
        return Err(strange(file));
    }
    held.push(Change::put(&b"meta"[..], meta.ok_or_else(|| strange(file))?));
    bytes.apply(held)?;
    bytes.flush()
}

fn strange(file: &Path) -> Box<crate::base::Diagnostic> {
    let mut error = damaged(file, "it is no backup, or not whole", "不是备份文件，或不完整");
    error.hint = None;
    error
}

/// A length and as many bytes; `None` for the mark of the end.
fn part(input: &mut dyn Read, seal: &mut Sha256, file: &Path) -> Outcome<Option<Vec<u8>>> {
    let mut length = [0; 8];
    input.read_exact(&mut length).map_err(|_| strange(file))?;
    seal.update(length);
    let length = u64::from_le_bytes(length);
    if length == u64::MAX {
        return Ok(None);
    }
    // Read in steps: a damaged length must not ask for memory that is not there.
    let mut bytes = Vec::new();
    let read = input.take(length).read_to_end(&mut bytes).map_err(|error| refused("read", "读取", file, &error))?;
    if read as u64 != length {
        return Err(strange(file));
    }
    seal.update(&bytes);
    Ok(Some(bytes))
}
