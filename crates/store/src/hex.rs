//! Bytes as hexadecimal text.

use std::fmt::Write as _;

/// A text is not the hexadecimal form of so many bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} hexadecimal digits")]
pub struct BadHex {
    expected: String,
}

/// Two lower-case digits a byte.
pub fn encode(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// Back from [`encode`].
///
/// # Errors
/// Another length, or other characters.
pub fn decode<const N: usize>(text: &str) -> Result<[u8; N], BadHex> {
    let bytes = decode_all(text)?;
    bytes.try_into().map_err(|_| BadHex {
        expected: (N * 2).to_string(),
    })
}

/// Bytes of any number.
///
/// # Errors
/// An odd number of characters, or other characters.
pub fn decode_all(text: &str) -> Result<Vec<u8>, BadHex> {
    let digit = |c: u8| char::from(c).to_digit(16).map(|d| d as u8);
    let pair = |pair: &[u8]| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?);
    let bytes: Option<Vec<u8>> = text.as_bytes().chunks(2).map(pair).collect();
    bytes.ok_or_else(|| BadHex {
        expected: "an even number of".to_owned(),
    })
}
