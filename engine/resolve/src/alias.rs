//! `--alias`.

/// Aliases, the longest key first.
#[derive(Debug)]
pub(crate) struct Aliases(Vec<(String, String)>);

impl Aliases {
    /// Of two equal keys, the one given last counts.
    pub(crate) fn new(pairs: &[(String, String)]) -> Self {
        let mut sorted: Vec<_> = pairs.iter().rev().filter(|(key, _)| !key.is_empty()).cloned().collect();
        sorted.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        sorted.dedup_by(|(later, _), (earlier, _)| later == earlier);
        Self(sorted)
    }

    /// `specifier` with its alias replaced, and the key of that alias. A key stands for itself and for all below it:
    /// `a` for `a` and `a/b`, `a/` for `a/b` only.
    pub(crate) fn replace(&self, specifier: &str) -> Option<(&str, String)> {
        self.0.iter().find_map(|(key, replacement)| {
            let tail = specifier.strip_prefix(key.as_str())?;
            if tail.is_empty() || tail.starts_with('/') {
                return Some((key.as_str(), format!("{}{tail}", replacement.trim_end_matches('/'))));
            }
            key.ends_with('/').then(|| (key.as_str(), format!("{}/{tail}", replacement.trim_end_matches('/'))))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_key_wins_and_covers_what_is_below_it() {
        let pairs = [("a", "x"), ("a/b", "./y/"), ("@/", "./src/"), ("a", "z")];
        let aliases = Aliases::new(&pairs.map(|(key, value)| (key.to_string(), value.to_string())));
        let replaced = |specifier| aliases.replace(specifier).map(|(_, replaced)| replaced);
        assert_eq!(replaced("a").as_deref(), Some("z"));
        assert_eq!(replaced("a/c").as_deref(), Some("z/c"));
        assert_eq!(replaced("a/b/c").as_deref(), Some("./y/c"));
        assert_eq!(replaced("@/c").as_deref(), Some("./src/c"));
        assert_eq!(replaced("@scope/c"), None);
        assert_eq!(replaced("ab"), None);
    }
}
