//! Numbers written in letters, as source maps and sentinels do, each with letters of its own.

/// What each byte is as a digit of `letters`; 64 and more for none.
pub(crate) const fn values(letters: &[u8; 64]) -> [u8; 256] {
    let mut table = [u8::MAX; 256];
    let mut value = 0;
    while value < letters.len() {
        table[letters[value] as usize] = value as u8;
        value += 1;
    }
    table
}
