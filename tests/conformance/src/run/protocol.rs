//! The ABI as a careful host speaks it, step by step, so that every breach by the guest is seen and named.

use crate::{
    codec,
    host::{Failure, Instance, Num},
};

/// Every block that the guest allocates is aligned to this.
const ALIGNMENT: u32 = 8;
const ERROR_BIT: u64 = 1 << 31;
const LENGTH_MASK: u64 = ERROR_BIT - 1;
/// The code of an error result without bytes, and of a payload that cannot be allocated.
const OUT_OF_MEMORY: i64 = 507;
/// Stands for a code outside 1 to 2^31 - 1.
const FALLBACK_CODE: i64 = 500;
/// The keys of an error record, in the order in which they are written.
const RECORD_KEYS: [&str; 3] = ["code", "message", "details"];

/// A block of guest memory with a result in it.
#[derive(Debug, Clone)]
pub struct Block {
    /// Where it is.
    pub pointer: u32,
    /// What was in it.
    pub bytes: Vec<u8>,
}

impl Block {
    fn length(&self) -> u32 {
        u32::try_from(self.bytes.len()).unwrap_or(u32::MAX)
    }

    fn overlaps(&self, pointer: u32, length: u32) -> bool {
        let (start, end) = (u64::from(pointer), u64::from(pointer) + u64::from(length));
        start < u64::from(self.pointer) + u64::from(self.length()) && u64::from(self.pointer) < end
    }

    /// Checks that the block still holds what it held, and frees it.
    ///
    /// # Errors
    ///
    /// When it was changed, or freeing fails.
    pub fn release(&self, instance: &mut dyn Instance) -> Result<(), String> {
        let now = instance.read(self.pointer, self.length()).map_err(|why| why.to_string())?;
        if now != self.bytes {
            let at = now.iter().zip(&self.bytes).position(|(now, then)| now != then).unwrap_or_default();
            return Err(format!(
                "a result of {} bytes at {:#x} changed at offset {at} before the host freed it",
                self.bytes.len(),
                self.pointer
            ));
        }
        free(instance, self.pointer, self.length()).map_err(|why| format!("yao_free of a held result: {why}"))
    }
}

/// What an export is given as its payload.
#[derive(Debug, Clone, Copy)]
pub enum Payload<'a> {
    /// Bytes, which are placed in a block of the guest as an honest host does.
    Sent(&'a [u8]),
    /// A pointer and a length, whatever is there: a host that lies.
    Claimed(u32, u32),
}

/// How a call ended, as the ABI means it.
pub type Ended = Result<Option<Block>, Failure>;

/// Sends a payload to an export that takes it last and gives a packed result. `handle` goes before the payload.
///
/// `Ok(None)` is the empty result. The block is not freed yet: the caller frees or keeps it.
///
/// # Errors
///
/// A trap, an error record, or how the guest broke the ABI, as [`Failure::Missing`].
pub fn call(
    instance: &mut dyn Instance,
    export: &str,
    handle: Option<u32>,
    payload: Payload<'_>,
    held: &[Block],
) -> Ended {
    let (pointer, length) = send(instance, payload, held)?;
    let mut arguments: Vec<Num> = handle.into_iter().map(Num::I32).collect();
    arguments.extend([Num::I32(pointer), Num::I32(length)]);
    let packed = packed(instance, export, &arguments)?;
    receive(instance, packed, held)
}

/// Makes an instance of a class: its handle.
///
/// # Errors
///
/// As [`call`].
pub fn create(
    instance: &mut dyn Instance,
    class: &str,
    payload: Payload<'_>,
    held: &[Block],
) -> Result<u32, Failure> {
    let (pointer, length) = send(instance, payload, held)?;
    let packed = packed(instance, &format!("{class}_create"), &[Num::I32(pointer), Num::I32(length)])?;
    if packed & ERROR_BIT != 0 {
        return Err(match receive(instance, packed, held) {
            Err(failure) => failure,
            Ok(_) => breach("a result with the error bit was no error".into()),
        });
    }
    match u32::try_from(packed) {
        Ok(0) => Err(breach("the handle is 0; handles are above 0".into())),
        Ok(handle) => Ok(handle),
        Err(_) => Err(breach(format!("the high half of the handle {packed:#x} is not 0"))),
    }
}

/// Destroys a handle.
///
/// # Errors
///
/// As [`call`]; a negative answer is an error with that code.
pub fn destroy(instance: &mut dyn Instance, class: &str, handle: u32) -> Result<(), Failure> {
    match instance.call(&format!("{class}_destroy"), &[Num::I32(handle)])?.as_slice() {
        [Num::I32(0)] => Ok(()),
        [Num::I32(answer)] if answer.cast_signed() < 0 => {
            let code = -i64::from(answer.cast_signed());
            Err(Failure::Error { code, details: None, text: format!("{class}_destroy gave {}", -code) })
        }
        other => Err(breach(format!("{class}_destroy gave {other:?}; it is 0 or minus a code"))),
    }
}

/// Frees a block.
///
/// # Errors
///
/// A trap.
pub fn free(instance: &mut dyn Instance, pointer: u32, length: u32) -> Result<(), Failure> {
    instance.call("yao_free", &[Num::I32(pointer), Num::I32(length)]).map(drop)
}

fn breach(why: String) -> Failure {
    Failure::Missing(format!("the guest broke the ABI: {why}"))
}

fn send(instance: &mut dyn Instance, payload: Payload<'_>, held: &[Block]) -> Result<(u32, u32), Failure> {
    let payload = match payload {
        Payload::Sent(bytes) => bytes,
        Payload::Claimed(pointer, length) => return Ok((pointer, length)),
    };
    if payload.is_empty() {
        return Ok((0, 0));
    }
    let length =
        u32::try_from(payload.len()).map_err(|_| Failure::Missing("the payload is over 4 GiB".into()))?;
    let pointer = match instance.call("yao_alloc", &[Num::I32(length)])?.as_slice() {
        [Num::I32(pointer)] => *pointer,
        other => return Err(breach(format!("yao_alloc gave {other:?}"))),
    };
    if pointer == 0 {
        let text = format!("yao_alloc({length}) gave 0 for the payload");
        return Err(Failure::Error { code: OUT_OF_MEMORY, details: None, text });
    }
    check_block(instance, pointer, length, held)
        .map_err(|why| breach(format!("yao_alloc({length}): {why}")))?;
    instance.write(pointer, payload)?;
    Ok((pointer, length))
}

/// Whether an allocation of that length can lie there.
fn check_block(instance: &dyn Instance, pointer: u32, length: u32, held: &[Block]) -> Result<(), String> {
    if !pointer.is_multiple_of(ALIGNMENT) {
        return Err(format!("{pointer:#x} is not a multiple of {ALIGNMENT}"));
    }
    let size = instance.pages() * 0x1_0000;
    if u64::from(length) > size || u64::from(pointer) > size - u64::from(length) {
        return Err(format!("{length} bytes at {pointer:#x} exceed the memory of {size:#x} bytes"));
    }
    match held.iter().find(|block| block.overlaps(pointer, length)) {
        Some(block) => Err(format!(
            "{length} bytes at {pointer:#x} overlap the {} bytes at {:#x}, which the host has not freed",
            block.length(),
            block.pointer
        )),
        None => Ok(()),
    }
}

fn packed(instance: &mut dyn Instance, export: &str, arguments: &[Num]) -> Result<u64, Failure> {
    match instance.call(export, arguments)?.as_slice() {
        [Num::I64(packed)] => Ok(*packed),
        other => Err(breach(format!("{export} gave {other:?}, not one i64"))),
    }
}

fn receive(instance: &mut dyn Instance, packed: u64, held: &[Block]) -> Ended {
    let length = u32::try_from(packed & LENGTH_MASK).unwrap_or(u32::MAX);
    let pointer = u32::try_from(packed >> 32).unwrap_or(u32::MAX);
    let is_error = packed & ERROR_BIT != 0;
    if length == 0 {
        // Without bytes the pointer has no meaning.
        let text = "error bit without a record".to_string();
        return if is_error {
            Err(Failure::Error { code: OUT_OF_MEMORY, details: None, text })
        } else {
            Ok(None)
        };
    }
    check_block(instance, pointer, length, held).map_err(|why| breach(format!("result: {why}")))?;
    let block = Block { pointer, bytes: instance.read(pointer, length)? };
    if !is_error {
        return Ok(Some(block));
    }
    let record = record(&block.bytes);
    block.release(instance).map_err(breach)?;
    Err(record.unwrap_or_else(|why| breach(format!("malformed error record: {why}"))))
}

/// Reads an error record as strictly as the spec defines it.
fn record(bytes: &[u8]) -> Result<Failure, String> {
    let value = codec::decode(bytes)?;
    let fields = value.as_map().ok_or("it is not a map")?;
    let field =
        |name: &str| fields.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value);
    let code = field("code").and_then(|code| code.as_i64()).ok_or("it has no integer 'code'")?;
    let message = field("message").and_then(|message| message.as_str()).ok_or("it has no text 'message'")?;
    let keys: Vec<&str> = fields.iter().filter_map(|(key, _)| key.as_str()).collect();
    let has_nil_details = field("details").is_some_and(rmpv::Value::is_nil);
    if has_nil_details || keys != RECORD_KEYS[..keys.len().min(RECORD_KEYS.len())] {
        return Err(format!(
            "its keys are {keys:?}; they are code, message and, where there are any, details"
        ));
    }
    let code = if (1..=i64::from(i32::MAX)).contains(&code) { code } else { FALLBACK_CODE };
    let details = field("details").cloned();
    Ok(Failure::Error { code, details, text: message.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A guest made of canned answers, with one page of memory.
    struct Canned {
        memory: Vec<u8>,
        answers: Vec<Num>,
        freed: Vec<(u32, u32)>,
    }

    impl Instance for Canned {
        fn call(&mut self, export: &str, arguments: &[Num]) -> Result<Vec<Num>, Failure> {
            if let ("yao_free", [Num::I32(pointer), Num::I32(length)]) = (export, arguments) {
                self.freed.push((*pointer, *length));
                return Ok(vec![]);
            }
            Ok(vec![self.answers.remove(0)])
        }
        fn read(&self, pointer: u32, length: u32) -> Result<Vec<u8>, Failure> {
            Ok(self.memory[pointer as usize..][..length as usize].to_vec())
        }
        fn write(&mut self, pointer: u32, bytes: &[u8]) -> Result<(), Failure> {
            self.memory[pointer as usize..][..bytes.len()].copy_from_slice(bytes);
            Ok(())
        }
        fn pages(&self) -> u64 {
            1
        }
    }

    fn guest(answers: &[Num]) -> Canned {
        Canned { memory: vec![0; 0x1_0000], answers: answers.to_vec(), freed: vec![] }
    }

    fn breach_of(answers: &[Num]) -> String {
        let held = [Block { pointer: 64, bytes: vec![0; 8] }];
        match call(&mut guest(answers), "x", None, Payload::Sent(&[0x90]), &held) {
            Ok(block) => format!("{block:?}"),
            Err(why) => why.to_string(),
        }
    }

    #[test]
    fn a_result_is_read_and_left_to_the_caller() {
        let mut guest = guest(&[Num::I32(16), Num::I64(16 << 32 | 1)]);
        let block = call(&mut guest, "x", None, Payload::Sent(&[0x90]), &[]).unwrap().unwrap();
        assert_eq!((block.pointer, block.bytes.as_slice()), (16, [0x90].as_slice()));
        assert!(guest.freed.is_empty());
        block.release(&mut guest).unwrap();
        assert_eq!(guest.freed, [(16, 1)]);
    }

    #[test]
    fn every_breach_is_named() {
        assert!(breach_of(&[Num::I32(12)]).contains("not a multiple of 8"));
        assert!(breach_of(&[Num::I32(0x1_0000)]).contains("exceed the memory"));
        assert!(breach_of(&[Num::I32(64)]).contains("overlap"));
        assert!(breach_of(&[Num::I32(16), Num::I64(68 << 32 | 1)]).contains("not a multiple"));
        assert!(
            breach_of(&[Num::I32(16), Num::I64(16 << 32 | ERROR_BIT | 1)]).contains("malformed error record")
        );
    }

    #[test]
    fn no_memory_for_the_payload_and_an_error_without_bytes_are_507() {
        let payload = Payload::Sent(&[0x90]);
        let code = |answers: &[Num]| match call(&mut guest(answers), "x", None, payload, &[]) {
            Err(Failure::Error { code, .. }) => code,
            other => panic!("{other:?}"),
        };
        assert_eq!(code(&[Num::I32(0)]), 507);
        assert_eq!(code(&[Num::I32(16), Num::I64(ERROR_BIT)]), 507);
    }

    #[test]
    fn handles_have_31_bits_and_are_not_0() {
        let create = |packed| create(&mut guest(&[Num::I64(packed)]), "c", Payload::Sent(&[]), &[]);
        assert_eq!(create(5).unwrap(), 5);
        assert!(create(0).unwrap_err().to_string().contains("above 0"));
        assert!(create(1 << 32 | 5).unwrap_err().to_string().contains("high half"));
    }

    #[test]
    fn a_claimed_payload_allocates_nothing() {
        let mut guest = guest(&[Num::I64(0)]);
        assert!(call(&mut guest, "x", None, Payload::Claimed(0xffff_fff0, 32), &[]).unwrap().is_none());
    }

    #[test]
    fn a_held_result_that_changes_is_found() {
        let mut guest = guest(&[]);
        let block = Block { pointer: 8, bytes: vec![1, 2] };
        assert!(block.release(&mut guest).unwrap_err().contains("changed at offset 0"));
    }
}
