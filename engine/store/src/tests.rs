#![expect(clippy::disallowed_methods, reason = "the folders are the store's own")]

use std::path::PathBuf;

use super::*;

const LIMIT: u64 = 1 << 30;

fn key(name: &str) -> Key {
    (Kind::Module, Fingerprint::of(name.as_bytes()))
}

fn write(folder: &Path, rows: &[(&str, &str)]) {
    let store = Store::new(folder, true);
    rows.iter().for_each(|(name, value)| store.put(key(name), value.as_bytes().to_vec()));
    store.write(&rows.iter().map(|(name, _)| key(name)).collect::<Vec<_>>(), LIMIT).unwrap();
}

/// Moves everything to the large place.
fn gather(folder: &Path) {
    assert!(Store::new(folder, true).gather(&Recent::read(folder), &[], LIMIT).unwrap());
}

fn read(folder: &Path, name: &str) -> Option<String> {
    Store::new(folder, false).get(key(name), |bytes| String::from_utf8(bytes.to_vec()).ok())
}

/// The files in which rows stand.
fn row_files(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder.join("rows-1")).unwrap().map(|it| it.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|it| it == "sst")).collect()
}

#[test]
fn rows_are_there_in_the_next_process() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(read(folder.path(), "a"), None);
    write(folder.path(), &[("a", "1"), ("b", "2")]);
    gather(folder.path());
    write(folder.path(), &[("b", "3"), ("c", "4")]);
    let all = ["a", "b", "c", "d"].map(|name| read(folder.path(), name));
    assert_eq!(all, [Some("1".into()), Some("3".into()), Some("4".into()), None]);
    let sizes = Store::new(folder.path(), false).sizes().unwrap();
    assert_eq!(sizes[0].1.rows, 4, "one has an older row of its name");
    assert_eq!(sizes.map(|(_, size)| size.broken), [0; 4]);
    clear(folder.path()).unwrap();
    assert!(!folder.path().exists());
}

#[test]
fn many_small_writes_stay_few_files() {
    let folder = tempfile::tempdir().unwrap();
    (0..40).for_each(|i| write(folder.path(), &[(&format!("row {i}"), "x")]));
    let recent = std::fs::read_dir(folder.path().join("recent-1")).unwrap().count();
    assert!(recent <= 16 && row_files(folder.path()).len() < 10, "{recent} and {:?}", row_files(folder.path()));
    for i in 40..60 {
        write(folder.path(), &[(&format!("row {i}"), "x")]);
        gather(folder.path());
    }
    assert!(row_files(folder.path()).len() < 10, "{:?}", row_files(folder.path()));
    assert!((0..60).all(|i| read(folder.path(), &format!("row {i}")).is_some()));
}

#[test]
fn nobody_waits_for_another_writer() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a", "1")]);
    let held = files::open_to_write(folder.path()).unwrap().unwrap();
    let large = "x".repeat(5_000_000);
    write(folder.path(), &[("b", &large)]);
    drop(held);
    assert_eq!((read(folder.path(), "a"), read(folder.path(), "b")), (Some("1".into()), Some(large)));
}

#[test]
fn spoilt_files_cost_their_rows_and_nothing_else() {
    let spoil: [&dyn Fn(&Path); 5] = [
        &|path| std::fs::remove_file(path).unwrap(),
        &|path| std::fs::write(path, b"").unwrap(),
        &|path| {
            let mut bytes = std::fs::read(path).unwrap();
            bytes.truncate(bytes.len() / 2);
            std::fs::write(path, bytes).unwrap();
        },
        &|path| {
            let mut bytes = std::fs::read(path).unwrap();
            bytes.iter_mut().for_each(|byte| *byte ^= 0x55);
            std::fs::write(path, bytes).unwrap();
        },
        &|path| {
            let mut bytes = std::fs::read(path).unwrap();
            let third = bytes.len() / 3;
            bytes[third] ^= 1;
            std::fs::write(path, bytes).unwrap();
        },
    ];
    for (i, spoil) in spoil.iter().enumerate() {
        for which in ["sst", "MANIFEST", "CURRENT", "recent-1"] {
            let folder = tempfile::tempdir().unwrap();
            let long = "long ".repeat(2000);
            write(folder.path(), &[("a", &long), ("b", "2")]);
            if which != "recent-1" {
                gather(folder.path());
            }
            let files = ["rows-1", "recent-1"].iter().flat_map(|it| std::fs::read_dir(folder.path().join(it)).unwrap());
            files
                .map(|it| it.unwrap().path())
                .filter(|path| path.to_string_lossy().contains(which))
                .for_each(|path| spoil(&path));
            let found = read(folder.path(), "a");
            assert!(found.as_ref().is_none_or(|it| *it == long), "{which} {i}");
            write(folder.path(), &[("a", "new"), ("b", "new")]);
            gather(folder.path());
            let found = ["a", "b"].map(|name| read(folder.path(), name));
            assert_eq!(found, [Some("new".into()), Some("new".into())], "{which} {i}");
        }
    }
}

#[test]
fn what_no_recent_build_used_goes_first() {
    let folder = tempfile::tempdir().unwrap();
    let value = "x".repeat(10_000);
    let names: Vec<String> = (0..100).map(|i| format!("row {i}")).collect();
    for name in &names {
        let store = Store::new(folder.path(), true);
        store.put(key(name), value.as_bytes().to_vec());
        store.write(&[key(name), key("row 0")], 200_000).unwrap();
        store.gather(&Recent::read(folder.path()), &[], 200_000).unwrap();
    }
    let left = names.iter().filter(|name| read(folder.path(), name).is_some()).count();
    assert!((5..=20).contains(&left), "{left}");
    assert!(read(folder.path(), "row 99").is_some() && read(folder.path(), "row 0").is_some());
    assert!(read(folder.path(), "row 1").is_none());
}

#[test]
fn a_store_is_carried_over_in_a_file() {
    let [from, to] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    write(from.path(), &[("a", "1"), ("b", &"2".repeat(100_000))]);
    let file = from.path().join("cache.pack");
    let packed = pack(from.path(), &file).unwrap();
    assert_eq!(unpack(to.path(), &file).unwrap(), packed);
    assert_eq!(read(to.path(), "b"), read(from.path(), "b"));
    let bytes = std::fs::read(&file).unwrap();
    for cut in [0, 7, 8, 20, bytes.len() - 3] {
        std::fs::write(&file, &bytes[..cut]).unwrap();
        assert!(unpack(to.path(), &file).is_err() || cut == 8, "cut at {cut}");
    }
}
