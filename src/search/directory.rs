//! A directory for the index that reads only what has its checksum: the index itself does not verify its files.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr};

use crate::base::{BlockSums, Touched};

/// What was found damaged: file, and block if it is known.
pub(crate) type Damage = Arc<OnceLock<(PathBuf, Option<usize>)>>;

/// Read-only. Every block is verified when it is first touched; damage is noted and becomes an error.
#[derive(Clone)]
pub(crate) struct VerifiedDirectory {
    inner: MmapDirectory,
    root: PathBuf,
    files: Arc<Vec<(String, BlockSums)>>,
    damage: Damage,
}

impl VerifiedDirectory {
    pub fn open(root: &Path, files: &[(String, BlockSums)], damage: Damage) -> tantivy::Result<Self> {
        let inner = MmapDirectory::open(root)?;
        Ok(Self { inner, root: root.to_owned(), files: Arc::new(files.to_vec()), damage })
    }

    fn sums(&self, path: &Path) -> Option<&BlockSums> {
        let name = path.to_str()?;
        self.files.iter().find(|(file, _)| file == name).map(|(_, sums)| sums)
    }

    fn note(&self, path: &Path, block: Option<usize>) -> io::Error {
        let _ = self.damage.set((self.root.join(path), block));
        io::Error::new(io::ErrorKind::InvalidData, "checksum")
    }
}

impl fmt::Debug for VerifiedDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedDirectory({})", self.root.display())
    }
}

fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "an index is written once")
}

impl Directory for VerifiedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let Some(sums) = self.sums(path) else { return Err(OpenReadError::FileDoesNotExist(path.to_owned())) };
        let wrap = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        let inner = self.inner.get_file_handle(path).map_err(|_| wrap(self.note(path, None)))?;
        if inner.len() as u64 != sums.length {
            return Err(wrap(self.note(path, None)));
        }
        let whole = inner.read_bytes(0..inner.len()).map_err(wrap)?;
        Ok(Arc::new(VerifiedFile { whole, touched: Touched::new(sums.clone()), path: path.to_owned(), directory: self.clone() }))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_owned() })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.sums(path).is_some())
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(read_only(), path.to_owned()))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let Some(sums) = self.sums(path) else { return Err(OpenReadError::FileDoesNotExist(path.to_owned())) };
        match self.inner.atomic_read(path) {
            Ok(bytes) if sums.matches(&bytes) => Ok(bytes),
            _ => Err(OpenReadError::wrap_io_error(self.note(path, None), path.to_owned())),
        }
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    /// Nobody writes here: there is nothing to lock, and a read-only medium must be readable.
    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

struct VerifiedFile {
    whole: OwnedBytes,
    touched: Touched,
    path: PathBuf,
    directory: VerifiedDirectory,
}

impl fmt::Debug for VerifiedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedFile({})", self.path.display())
    }
}

impl HasLen for VerifiedFile {
    fn len(&self) -> usize {
        self.whole.len()
    }
}

impl FileHandle for VerifiedFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.end > self.whole.len() || range.start > range.end {
            return Err(self.directory.note(&self.path, None));
        }
        match self.touched.verify(&self.whole, range.start, range.end) {
            Ok(()) => Ok(self.whole.slice(range)),
            Err(block) => Err(self.directory.note(&self.path, Some(block))),
        }
    }
}
