//! Checking and decoding, over one walk that keeps its own stack.

use alloc::vec::Vec;

use super::head::{Reader, Token};
use crate::{
    Value, abi,
    codec::{Bounds, CodecError, Outline},
};

/// The walk's account of what was announced. Every element that was announced and not yet read needs a byte of its
/// own, over all containers that are open, so nothing is allocated that the input does not pay for.
struct Account {
    bounds: Bounds,
    elements: u64,
    pending: u64,
}

impl Account {
    fn new(bounds: Bounds) -> Self {
        Self { bounds, elements: 0, pending: 1 }
    }

    /// Counts one element that was read.
    fn read(&mut self) {
        self.pending -= 1;
    }

    /// Opens a container of `elements` elements with `depth` containers around it.
    fn open(
        &mut self,
        reader: &Reader<'_>,
        start: usize,
        elements: u64,
        depth: usize,
    ) -> Result<(), CodecError> {
        if depth >= self.bounds.depth.min(abi::MAX_DEPTH) as usize {
            return Err(CodecError::at(start, alloc::format!("nesting deeper than {}", self.bounds.depth)));
        }
        self.elements += elements;
        self.pending += elements;
        if self.pending > reader.left() as u64 {
            let reason = alloc::format!("{} elements announced, {} bytes left", self.pending, reader.left());
            return Err(CodecError::at(start, reason));
        }
        if self.elements > self.bounds.elements {
            return Err(CodecError::Elements { limit: self.bounds.elements });
        }
        Ok(())
    }
}

fn end(reader: &Reader<'_>) -> Result<(), CodecError> {
    match reader.left() {
        0 => Ok(()),
        left => Err(CodecError::at(reader.offset(), alloc::format!("{left} bytes after the value"))),
    }
}

/// Elements that each open container still waits for, innermost last.
struct Stack {
    waiting: [u64; abi::MAX_DEPTH as usize],
    len: usize,
}

impl Stack {
    /// Opens a container. [`Account::open`] allowed it, so there is room.
    fn push(&mut self, elements: u64) {
        self.waiting[self.len] = elements;
        self.len += 1;
    }

    /// Counts one element that ended, and the containers that end with it; true when nothing is open any more.
    fn end_element(&mut self) -> bool {
        while let Some(top) = self.len.checked_sub(1) {
            self.waiting[top] -= 1;
            if self.waiting[top] > 0 {
                return false;
            }
            self.len = top;
        }
        true
    }
}

/// Checks that the bytes are exactly one well-formed value.
pub(crate) fn check(bytes: &[u8], bounds: Bounds) -> Result<Outline, CodecError> {
    let mut reader = Reader::new(bytes);
    let first = reader.token()?;
    let outline = if matches!(first, Token::Array(_)) { Outline::Array } else { Outline::Other };
    if matches!(first, Token::Array(_) | Token::Map(_)) {
        contents(&mut reader, first, bounds)?;
    }
    end(&reader)?;
    Ok(outline)
}

/// Reads a container to its end, whose head is the first token of the input. Apart from the rest, as a value that is
/// none needs no stack.
fn contents(reader: &mut Reader<'_>, first: Token<'_>, bounds: Bounds) -> Result<(), CodecError> {
    let mut account = Account::new(bounds);
    let mut open = Stack { waiting: [0; abi::MAX_DEPTH as usize], len: 0 };
    let (mut start, mut token) = (0, first);
    loop {
        account.read();
        let elements = match token {
            Token::Array(items) => u64::from(items),
            Token::Map(pairs) => 2 * u64::from(pairs),
            _ => 0,
        };
        if matches!(token, Token::Array(_) | Token::Map(_)) {
            account.open(reader, start, elements, open.len)?;
        }
        if elements > 0 {
            open.push(elements);
        } else if open.end_element() {
            return Ok(());
        }
        start = reader.offset();
        token = reader.token()?;
    }
}

/// Decodes exactly one value.
pub(crate) fn decode(bytes: &[u8], bounds: Bounds) -> Result<Value, CodecError> {
    let mut reader = Reader::new(bytes);
    let mut account = Account::new(bounds);
    let value = value(&mut reader, &mut account, 0)?;
    end(&reader)?;
    Ok(value)
}

/// Recurses at most as deep as the bounds allow, which [`Account::open`] checks before each step down.
fn value(reader: &mut Reader<'_>, account: &mut Account, depth: usize) -> Result<Value, CodecError> {
    let start = reader.offset();
    let token = reader.token()?;
    account.read();
    Ok(match token {
        Token::Nil => Value::Nil,
        Token::Bool(truth) => Value::Bool(truth),
        Token::Int(n) => Value::Int(n),
        Token::UInt(n) => Value::from(n),
        Token::F32(n) => Value::F32(n),
        Token::F64(n) => Value::F64(n),
        Token::Str(text) => Value::Str(text.into()),
        Token::Bin(bytes) => Value::Bin(bytes.into()),
        Token::Ext(kind, bytes) => Value::Ext(kind, bytes.into()),
        Token::Array(len) => {
            account.open(reader, start, u64::from(len), depth)?;
            let mut items = Vec::with_capacity(len as usize);
            for _ in 0..len {
                items.push(value(reader, account, depth + 1)?);
            }
            Value::Array(items)
        }
        Token::Map(len) => {
            account.open(reader, start, 2 * u64::from(len), depth)?;
            let mut pairs = Vec::with_capacity(len as usize);
            for _ in 0..len {
                let key = value(reader, account, depth + 1)?;
                pairs.push((key, value(reader, account, depth + 1)?));
            }
            Value::Map(pairs)
        }
    })
}
