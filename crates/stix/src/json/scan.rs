//! Byte scanning that the readers share.

/// Whether the byte is JSON white space.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// Whether the byte stands for itself inside a JSON string and is ASCII.
fn is_plain(byte: u8) -> bool {
    matches!(byte, 0x20..0x80) && byte != b'"' && byte != b'\\'
}

/// How many bytes at the start stand for themselves inside a JSON string and are ASCII.
#[inline]
pub(crate) fn plain_run(bytes: &[u8]) -> usize {
    // Most texts are names and identifiers, which end within a few words.
    let (words, _) = bytes.as_chunks::<8>();
    for (position, word) in words.iter().take(4).enumerate() {
        let stops = stops_in(u64::from_le_bytes(*word));
        if stops != 0 {
            return position * 8 + (stops.trailing_zeros() / 8) as usize;
        }
    }
    let run = 8 * words.len().min(4);
    run + long_run(bytes.get(run..).unwrap_or_default())
}

/// Looking at every byte of a block without stopping early lets the compiler look at many at once.
fn long_run(bytes: &[u8]) -> usize {
    let (blocks, _) = bytes.as_chunks::<32>();
    let stops = |block: &[u8; 32]| {
        let odd = |byte: u8| {
            u8::from(byte < 0x20)
                | u8::from(byte >= 0x80)
                | u8::from(byte == b'"')
                | u8::from(byte == b'\\')
        };
        block.iter().fold(0, |stop, byte| stop | odd(*byte)) != 0
    };
    let mut run = 32 * blocks.iter().take_while(|block| !stops(block)).count();
    let (words, rest) = bytes.get(run..).unwrap_or_default().as_chunks::<8>();
    for word in words {
        let stops = stops_in(u64::from_le_bytes(*word));
        if stops != 0 {
            return run + (stops.trailing_zeros() / 8) as usize;
        }
        run += 8;
    }
    run + rest.iter().take_while(|byte| is_plain(**byte)).count()
}

/// Marks with its high bit each byte of the word that is not plain; exact up to the first mark.
fn stops_in(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
    let quote = zero(word ^ (ONES * u64::from(b'"')));
    let backslash = zero(word ^ (ONES * u64::from(b'\\')));
    control | quote | backslash | (word & HIGH)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_stop_where_bytes_stop(bytes in proptest::collection::vec(any::<u8>(), 0..90)) {
            let slow = bytes.iter().take_while(|byte| is_plain(**byte)).count();
            prop_assert_eq!(plain_run(&bytes), slow);
        }

        #[test]
        fn long_runs_stop_at_the_odd_byte(run in 0_usize..200, odd in any::<u8>()) {
            let mut bytes = vec![b'x'; run];
            bytes.push(odd);
            bytes.extend([b'y'; 20]);
            let slow = bytes.iter().take_while(|byte| is_plain(**byte)).count();
            prop_assert_eq!(plain_run(&bytes), slow);
        }
    }
}
