//! One file out of a store, to be carried to another machine, and back.
//!
//! `magic`, then in one zlib stream for each row: length of the key, key, length of the row, row.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::bufread::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rocksdb::WriteBatch;

use crate::Kind;
use crate::envelope::{KEY_BYTES, open};
use crate::files::{self, StoreError, at};
use crate::recent::Recent;

const MAGIC: [u8; 8] = *b"nexxo\0\0\x01";
/// No row is longer: what claims to be is none.
const ROW_BYTES: u32 = 1 << 30;
/// So many bytes of rows are written at a time.
const BATCH_BYTES: usize = 64 << 20;

/// What went into a file, or came out of one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Packed {
    /// How many rows.
    pub rows: u64,
    /// Their bytes before compression.
    pub bytes: u64,
}

/// Writes all sound rows of the store in `folder` to `file`.
///
/// # Errors
/// When the rows cannot be read or the file cannot be written; there is no file then.
pub fn pack(folder: &Path, file: &Path) -> Result<Packed, StoreError> {
    // What was there stays until the new one is whole.
    let unfinished = file.with_extension("unfinished");
    let packed = pack_to(folder, &unfinished).inspect_err(|_| _ = std::fs::remove_file(&unfinished))?;
    std::fs::rename(&unfinished, file).map_err(at(file))?;
    Ok(packed)
}

fn pack_to(folder: &Path, file: &Path) -> Result<Packed, StoreError> {
    let mut out = BufWriter::new(File::create(file).map_err(at(file))?);
    out.write_all(&MAGIC).map_err(at(file))?;
    let mut out = ZlibEncoder::new(out, Compression::fast());
    let (mut packed, mut result) = (Packed::default(), Ok(()));
    let mut add = |key: &[u8], row: &[u8]| {
        // What builds used here means nothing elsewhere.
        if result.is_ok() && key[0] != Kind::Used as u8 && open(key, row).is_some() {
            packed.rows += 1;
            packed.bytes += (key.len() + row.len()) as u64;
            result = write_part(&mut out, key).and_then(|()| write_part(&mut out, row));
        }
    };
    if let Some(rows) = files::open_to_read(folder) {
        files::each_row(&rows, &mut add)?;
    }
    Recent::read(folder).all().for_each(|(key, row)| add(&key, row));
    result.and_then(|()| out.finish()?.into_inner().map_err(io::Error::from)?.sync_all()).map_err(at(file))?;
    Ok(packed)
}

fn write_part(out: &mut impl Write, part: &[u8]) -> io::Result<()> {
    out.write_all(&(part.len() as u32).to_le_bytes())?;
    out.write_all(part)
}

/// Adds the rows in `file` to the store in `folder`.
///
/// # Errors
/// When the file is no packed store or is cut short, or when the folder cannot be written or another process writes there.
/// Rows before the fault are kept: each is sound by itself.
pub fn unpack(folder: &Path, file: &Path) -> Result<Packed, StoreError> {
    let mut input = BufReader::new(File::open(file).map_err(at(file))?);
    let mut magic = [0; MAGIC.len()];
    let is_packed = input.read_exact(&mut magic).is_ok() && magic == MAGIC;
    let foreign = || at(file)("this is no packed cache of this version of Nexxo");
    if !is_packed {
        return Err(foreign());
    }
    let busy = || at(folder)("another process is writing there");
    let rows = files::open_to_write(folder)?.ok_or_else(busy)?;
    let mut input = ZlibDecoder::new(input);
    let (mut packed, mut batch) = (Packed::default(), WriteBatch::default());
    loop {
        let part = read_row(&mut input).map_err(at(file));
        if let Ok(Some((key, row))) = part {
            packed.rows += 1;
            packed.bytes += (key.len() + row.len()) as u64;
            batch.put(key, row);
            if batch.size_in_bytes() > BATCH_BYTES {
                files::commit(&rows, std::mem::take(&mut batch))?;
            }
        } else {
            files::commit(&rows, batch)?;
            return part.map(|_| packed);
        }
    }
}

/// The next row, or `None` at the end.
fn read_row(input: &mut impl Read) -> io::Result<Option<([u8; KEY_BYTES], Vec<u8>)>> {
    let Some(key) = read_part(input)? else { return Ok(None) };
    let row = read_part(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    match <[u8; KEY_BYTES]>::try_from(key) {
        Ok(key) if key[0] != Kind::Used as u8 && open(&key, &row).is_some() => Ok(Some((key, row))),
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "a row is not as it was packed")),
    }
}

fn read_part(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    let mut have = 0;
    while have < length.len() {
        match input.read(&mut length[have..])? {
            0 if have == 0 => return Ok(None),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            more => have += more,
        }
    }
    let length = u32::from_le_bytes(length);
    if length > ROW_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a row is longer than any is"));
    }
    let mut part = Vec::new();
    let read = input.take(u64::from(length)).read_to_end(&mut part)?;
    if read == length as usize { Ok(Some(part)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
