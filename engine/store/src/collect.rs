//! Which rows go when there are too many: those that no recent build used.

use nexxo_base::{Fingerprint, Map};
use rocksdb::{DB, Direction, IteratorMode, WriteBatch};

use crate::Kind;
use crate::envelope::{KEY_BYTES, key_bytes, open, seal};
use crate::files::{StoreError, commit, each_row, of};

/// Of so many builds it is known what they used.
const BUILDS: u128 = 32;

/// The name of what a build used before it has a number.
pub(crate) const JUST_USED: [u8; KEY_BYTES] = {
    let mut key = [u8::MAX; KEY_BYTES];
    key[0] = Kind::Used as u8;
    key
};

/// Rows as a batch; what builds used gets its number, after what earlier builds did.
pub(crate) fn batch<'r>(
    rows: &DB,
    new: impl Iterator<Item = ([u8; KEY_BYTES], &'r [u8])>,
) -> Result<WriteBatch, StoreError> {
    let known = builds(rows)?;
    let mut next = known.first().map_or(0, |(number, _)| number + 1);
    let mut batch = WriteBatch::default();
    for (key, row) in new {
        if key != JUST_USED {
            batch.put(key, row);
        } else if let Some(used) = open(&key, row) {
            let key = key_bytes(Kind::Used, Fingerprint(next));
            batch.put(key, seal(&key, used));
            next += 1;
        }
    }
    let is_old = |number: u128| number + BUILDS < next;
    let old = known.iter().filter(|(number, _)| is_old(*number));
    old.for_each(|(number, _)| batch.delete(key_bytes(Kind::Used, Fingerprint(*number))));
    Ok(batch)
}

/// What builds used, by their numbers, the newest first.
fn builds(rows: &DB) -> Result<Vec<(u128, Vec<u8>)>, StoreError> {
    let last = key_bytes(Kind::Used, Fingerprint(u128::MAX));
    let mut builds = Vec::new();
    for row in rows.iterator(IteratorMode::From(&last, Direction::Reverse)) {
        let (key, row) = row.map_err(of(rows))?;
        let Some(number) = key.strip_prefix(&[Kind::Used as u8]).and_then(|it| it.try_into().ok()) else { break };
        let used = open(&key, &row).unwrap_or_default();
        builds.push((u128::from_be_bytes(number), used.to_vec()));
    }
    Ok(builds)
}

/// Deletes rows until the rest takes less than three quarters of `limit` bytes, if all take more than `limit`.
pub(crate) fn collect(rows: &DB, limit: u64) -> Result<(), StoreError> {
    let files = rows.live_files().map_err(of(rows))?;
    if files.iter().map(|file| file.size as u64).sum::<u64>() <= limit {
        return Ok(());
    }
    let mut sizes: Map<Box<[u8]>, u64> = Map::default();
    each_row(rows, |key, row| _ = sizes.insert(key.into(), (key.len() + row.len()) as u64))?;
    let builds = builds(rows)?;
    let mut room = limit - limit / 4;
    let mut keep = |key: &[u8], sizes: &mut Map<Box<[u8]>, u64>| {
        let Some(&size) = sizes.get(key) else { return };
        if size <= room {
            room -= size;
            sizes.remove(key);
        }
    };
    for (number, used) in &builds {
        keep(&key_bytes(Kind::Used, Fingerprint(*number)), &mut sizes);
        used.chunks(KEY_BYTES).for_each(|key| keep(key, &mut sizes));
    }
    let mut batch = WriteBatch::default();
    let mut dropped: Vec<_> = sizes.into_keys().collect();
    dropped.sort_unstable();
    dropped.iter().for_each(|key| batch.delete(key));
    commit(rows, batch)?;
    rows.compact_range(None::<&[u8]>, None::<&[u8]>);
    Ok(())
}
