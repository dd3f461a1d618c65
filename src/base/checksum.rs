//! Checksums of blocks, so that a large file can be verified piece by piece as it is touched.

use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes a block; the last block of a file may be shorter.
pub const BLOCK: usize = 64 * 1024;

/// CRC-32 of each [`BLOCK`] of a file. It finds every change that lies within 32 neighbouring bits, and any other but for
/// one in four thousand million: a guard against failing disks, not against forgery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlockSums {
    pub length: u64,
    pub sums: Vec<u32>,
}

impl BlockSums {
    pub fn of(bytes: &[u8]) -> Self {
        Self { length: bytes.len() as u64, sums: bytes.chunks(BLOCK).map(crc32fast::hash).collect() }
    }

    /// Whether the bytes are as long as they were and every block is as it was.
    pub fn matches(&self, bytes: &[u8]) -> bool {
        bytes.len() as u64 == self.length
            && self.sums.len() == bytes.len().div_ceil(BLOCK)
            && bytes.chunks(BLOCK).zip(&self.sums).all(|(block, &sum)| crc32fast::hash(block) == sum)
    }
}

/// Which blocks of a file have been found sound already.
#[derive(Debug)]
pub struct Touched {
    sums: BlockSums,
    seen: Vec<AtomicU64>,
}

impl Touched {
    pub fn new(sums: BlockSums) -> Self {
        let words = sums.sums.len().div_ceil(64);
        Self { sums, seen: (0..words).map(|_| AtomicU64::new(0)).collect() }
    }

    /// Verifies the blocks that `start..end` lies in, those not met before; `file` is the whole file.
    /// Gives the number of the first block that is not as it was.
    pub fn verify(&self, file: &[u8], start: usize, end: usize) -> Result<(), usize> {
        if end <= start {
            return Ok(());
        }
        for block in start / BLOCK..=(end - 1) / BLOCK {
            let Some(word) = self.seen.get(block / 64) else { return Err(block) };
            let bit = 1u64 << (block % 64);
            if word.load(Ordering::Acquire) & bit != 0 {
                continue;
            }
            let from = block * BLOCK;
            let bytes = file.get(from..file.len().min(from + BLOCK)).ok_or(block)?;
            let sum = self.sums.sums.get(block).ok_or(block)?;
            if crc32fast::hash(bytes) != *sum {
                return Err(block);
            }
            word.fetch_or(bit, Ordering::Release);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, BlockSums, Touched};

    #[test]
    fn a_changed_byte_is_found_in_its_block_and_in_no_other() {
        let mut file = vec![7u8; 2 * BLOCK + 10];
        let sums = BlockSums::of(&file);
        assert!(sums.matches(&file));
        file[BLOCK + 3] ^= 1;
        assert!(!sums.matches(&file));
        let touched = Touched::new(sums);
        assert_eq!(touched.verify(&file, 0, BLOCK), Ok(()));
        assert_eq!(touched.verify(&file, 5, BLOCK + 1), Err(1));
        assert_eq!(touched.verify(&file, 2 * BLOCK, 2 * BLOCK + 10), Ok(()));
        assert_eq!(touched.verify(&file[..BLOCK], 2 * BLOCK, 2 * BLOCK + 10), Ok(()), "verified once is verified");
    }
}
