//! Numbers written in letters, as source maps and sentinels do, each with letters of its own.

/// What each byte is as a digit of `letters`; 64 and more for none.
pub const fn values(letters: &[u8; 64]) -> [u8; 256] {
    let mut table = [u8::MAX; 256];
    let mut value = 0;
    while value < letters.len() {
        table[letters[value] as usize] = value as u8;
        value += 1;
    }
    table
}

/// The digits of the numbers in source maps.
pub const VLQ: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What each letter of [`VLQ`] is as a digit; 64 and more for none.
const DIGITS: [u8; 256] = values(VLQ);

/// The number of a source map (ECMA-426) that begins at `at`, which is behind it then; `None` where there is none.
#[inline]
pub fn read_vlq(bytes: &[u8], at: &mut usize) -> Option<i64> {
    let (mut value, mut shift) = (0i64, 0);
    loop {
        let digit = DIGITS[*bytes.get(*at)? as usize];
        if digit >= 64 {
            return None;
        }
        *at += 1;
        value |= i64::from(digit & 31) << shift;
        if digit & 32 == 0 {
            return Some(if value & 1 == 1 { -(value >> 1) } else { value >> 1 });
        }
        shift += 5;
        if shift > 35 {
            return None;
        }
    }
}
