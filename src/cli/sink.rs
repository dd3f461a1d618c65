//! Where pages go: standard output, or a file that is written beside its place and renamed into it when it is whole.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use super::cite::Citations;
use super::console::print;
use super::failure::Stop;

/// A file that appears when it is finished. Dropped before that, it leaves nothing behind.
struct Pending {
    target: PathBuf,
    /// Nothing where the target is no regular file: a device or a pipe takes its bytes as they come and is never replaced.
    beside: Option<PathBuf>,
    file: Option<File>,
}

impl Pending {
    fn create(target: &Path) -> Result<Self, Stop> {
        let name = target.file_name().ok_or_else(|| {
            Stop::usage(format!("`{}` is no name of a file", target.display()), format!("“{}”不是文件名", target.display()))
        })?;
        if target.is_dir() {
            return Err(Stop::usage(format!("{} is a folder", target.display()), format!("{} 是一个目录", target.display())));
        }
        let refused = |error: std::io::Error| Stop::unwritable(&target.display().to_string(), &error);
        // `/dev/stdout` leads to whatever the program's output is, which may well be a regular file.
        let device = ["/dev", "/proc"].iter().any(|folder| target.starts_with(folder));
        if device || fs::metadata(target).is_ok_and(|meta| !meta.is_file()) {
            let file = File::options().append(true).open(target).map_err(refused)?;
            return Ok(Self { target: target.to_owned(), beside: None, file: Some(file) });
        }
        // A link stays a link: what it leads to is replaced.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let beside = target.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
        let file = File::create(&beside).map_err(refused)?;
        Ok(Self { target, beside: Some(beside), file: Some(file) })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let Some(file) = &mut self.file else { return Ok(()) };
        file.write_all(bytes).map_err(|error| Stop::unwritable(&self.target.display().to_string(), &error))
    }

    fn finish(mut self) -> Result<(), Stop> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let Some(beside) = &self.beside else { return Ok(()) };
        let done = file.sync_all().and_then(|()| fs::rename(beside, &self.target));
        done.map_err(|error| {
            // The rename did not happen: what was written beside is of no use.
            let _ = fs::remove_file(beside);
            Stop::unwritable(&self.target.display().to_string(), &error)
        })
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let (Some(_), Some(beside)) = (self.file.take(), &self.beside) {
            let _ = fs::remove_file(beside);
        }
    }
}

/// Writes a whole file at once, beside and renamed.
pub fn write_file(target: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let mut pending = Pending::create(target)?;
    pending.write(bytes)?;
    pending.finish()
}

/// The present place of pages.
#[derive(Default)]
pub struct Sink {
    pending: Option<Pending>,
    /// Statements whose pages went to the present file, for `FILE.source.json`.
    citations: Citations,
    pages: usize,
}

impl Sink {
    /// Pages go to a file from here on; the file before is finished.
    pub fn redirect(&mut self, target: &Path) -> Result<(), Stop> {
        self.finish()?;
        self.pending = Some(Pending::create(target)?);
        Ok(())
    }

    pub const fn is_file(&self) -> bool {
        self.pending.is_some()
    }

    /// How many pages the present place has taken.
    pub const fn pages(&self) -> usize {
        self.pages
    }

    /// Writes below an empty line, unless nothing stands above.
    pub fn write_after_gap(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let gap: &[u8] = if self.pages > 0 { b"\n" } else { b"" };
        self.write(&[gap, bytes].concat())
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.pages += 1;
        match &mut self.pending {
            Some(pending) => pending.write(bytes),
            None => print(bytes),
        }
    }

    /// Remembers where a page came from, to be written beside the file.
    pub fn cite(&mut self, citation: serde_json::Value) {
        self.citations.add(citation);
    }

    /// Finishes the file, if there is one: it appears now, and its `.source.json` beside it.
    pub fn finish(&mut self) -> Result<(), Stop> {
        self.pages = 0;
        let citations = std::mem::take(&mut self.citations);
        let Some(pending) = self.pending.take() else { return Ok(()) };
        let (target, is_regular) = (pending.target.clone(), pending.beside.is_some());
        pending.finish()?;
        if let Some(page) = citations.page().filter(|_| is_regular) {
            let mut name = target.into_os_string();
            name.push(".source.json");
            write_file(Path::new(&name), page.as_bytes())?;
        }
        Ok(())
    }
}

/// Where a script may write: a path within `folder`, whatever it says. Refused are absolute paths, `..`, and folders that are
/// links to elsewhere.
pub fn confine(folder: &Path, asked: &str) -> Result<PathBuf, Stop> {
    let outside = || {
        Stop::usage(format!("`{asked}` lies outside the output folder"), format!("“{asked}”在输出目录之外"))
            .hint("--out-dir names another folder, --allow-outside lifts the fence", "--out-dir 可另指目录，--allow-outside 可解除限制")
    };
    let path = Path::new(asked);
    if asked.is_empty() || path.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Err(outside());
    }
    let joined = folder.join(path);
    let real = |path: &Path| fs::canonicalize(path).ok();
    let inside = match (real(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }), joined.parent().and_then(real)) {
        (Some(home), Some(parent)) => parent.starts_with(home),
        // The folder is not there yet: writing will say so.
        _ => true,
    };
    let is_link = fs::symlink_metadata(&joined).is_ok_and(|meta| meta.file_type().is_symlink());
    if inside && !is_link { Ok(joined) } else { Err(outside()) }
}
