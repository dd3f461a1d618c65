//! Backups: the records in one file, and a store made from them.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;

use super::step::{publish, step};
use super::{Progress, StoreOptions};
use crate::base::{Diagnostic, ErrorClass, Message, Outcome};
use crate::store::{Writer, write_archive};

pub(super) fn backup(options: &StoreOptions, file: &Path, progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<()> {
    let beside = file.with_extension("part");
    let io = |error: std::io::Error| {
        Diagnostic::runtime(
            ErrorClass::ImportError,
            "Io",
            Message::new(format!("cannot write {}: {error}", file.display()), format!("无法写入 {}：{error}", file.display())),
        )
    };
    step(options, |writer| {
        let mut out = BufWriter::new(File::create(&beside).map_err(io)?);
        let mut told = |done| progress(Progress { en: "records", zh: "记录", done, total: 0 });
        let written = write_archive(writer.records(), &mut out, file, &mut told);
        let synced = written.and_then(|()| out.flush().and_then(|()| out.get_ref().sync_all()).map_err(io));
        // A backup is there whole or not at all, and never replaces a whole one by half of one.
        match synced {
            Ok(()) => fs::rename(&beside, file).map_err(io),
            Err(error) => {
                let _ = fs::remove_file(&beside);
                Err(error)
            }
        }
    })?;
    Ok(())
}

pub(super) fn restore(options: &StoreOptions, file: &Path, progress: &mut dyn FnMut(Progress<'_>)) -> Outcome<()> {
    let input = File::open(file).map_err(|error| {
        Diagnostic::runtime(
            ErrorClass::ImportError,
            "Unreadable",
            Message::new(format!("cannot read {}: {error}", file.display()), format!("无法读取 {}：{error}", file.display())),
        )
    })?;
    let mut told = |done| progress(Progress { en: "records", zh: "记录", done, total: 0 });
    let mut writer = Writer::restore(&options.dir, options.wait, &mut BufReader::new(input), file, &mut told)?;
    publish(&mut writer, &|| Ok(()))?;
    writer.close()
}
