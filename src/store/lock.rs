//! One writer at a time. The operating system holds the lock, so it ends with its process however that ends; what the file
//! says is only for the sentence that the second writer gets.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::error::refused;
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};

const LOCK: &str = "lock";
/// How often a waiting writer looks again.
const PAUSE: Duration = Duration::from_millis(20);

/// Held by the writer of a store for as long as it lives.
pub struct StoreLock {
    _file: File,
}

impl StoreLock {
    /// Takes the lock of a store, waiting for at most `wait`.
    pub fn take(dir: &Path, wait: Option<Duration>) -> Outcome<Self> {
        let path = dir.join(LOCK);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = file.map_err(|error| refused("write to", "写入", &path, &error))?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if started.elapsed() < wait.unwrap_or_default().max(PAUSE) => sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(held(dir)),
                Err(TryLockError::Error(error)) => return Err(refused("lock", "锁定", &path, &error)),
            }
        }
        // A disk that is full must not keep a writer from saying so itself: the note is a courtesy.
        let _ = file.set_len(0).and_then(|()| file.write_all(note().as_bytes()));
        Ok(Self { _file: file })
    }
}

/// Process, time and command of the writer.
fn note() -> String {
    let command: Vec<String> = std::env::args().take(8).collect();
    let command: String = command.join(" ").chars().filter(|c| !c.is_control()).take(200).collect();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    format!("{}\n{}\n{command}\n", std::process::id(), moment(now))
}

/// Who holds the lock of a store, as a sentence; `None` where nobody does.
pub(crate) fn holder(dir: &Path) -> Option<Message> {
    let file = File::open(dir.join(LOCK)).ok()?;
    match file.try_lock_shared() {
        Ok(()) => return None,
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(_)) => return None,
    }
    let mut bytes = Vec::new();
    let _ = (&file).take(1024).read_to_end(&mut bytes);
    let note: String = String::from_utf8_lossy(&bytes).chars().filter(|&c| c == '\n' || !c.is_control()).collect();
    let mut lines = note.lines();
    let (process, time, command) = (lines.next().unwrap_or("?"), lines.next().unwrap_or("?"), lines.next().unwrap_or("?"));
    Some(Message::new(
        format!("process {process} is writing to the store since {time}: {command}"),
        format!("进程 {process} 自 {time} 起正在写入资料库：{command}"),
    ))
}

fn held(dir: &Path) -> Box<Diagnostic> {
    let who = holder(dir).unwrap_or_else(|| Message::new("another process is writing to the store", "另一进程正在写入资料库"));
    Diagnostic::runtime(ErrorClass::StoreError, "Locked", who)
        .hint("try again when it is done, or wait for it with `--wait SECONDS`", "请待其结束后重试，或用 `--wait 秒数` 等待")
}

/// Seconds since 1970 as `2025-11-23 14:03:05 UTC`, by the civil calendar (days from 0000-03-01, Hinnant's method).
pub fn moment(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let (day, month) = (day_of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02} UTC", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn moments_follow_the_calendar() {
        assert_eq!(moment(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(moment(951_782_399), "2000-02-28 23:59:59 UTC");
        assert_eq!(moment(951_782_400), "2000-02-29 00:00:00 UTC");
        assert_eq!(moment(1_763_907_785), "2025-11-23 14:23:05 UTC");
    }
}
