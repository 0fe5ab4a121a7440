//! What the contenders do, and how it is known that they did it.

use anyhow::{Result, anyhow, ensure};
use serde_json::{Value, json};

use crate::field::Sdk;

/// What is asked of a guest.
#[derive(Clone, Copy, Debug)]
pub enum Work {
    /// Give back so many bytes.
    Echo(usize),
    /// Decode a record with a name of so many bytes, call a process, log, encode a record.
    Greet(usize),
    /// Sort and hash so many bytes.
    Digest(usize),
}

/// One column of the table.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// Its name in reports.
    pub name: &'static str,
    pub work: Work,
}

/// All of them.
pub const TASKS: [Task; 5] = [
    Task { name: "echo 64 B", work: Work::Echo(64) },
    Task { name: "echo 4 KiB", work: Work::Echo(4096) },
    Task { name: "greet 64 B", work: Work::Greet(64) },
    Task { name: "greet 4 KiB", work: Work::Greet(4096) },
    Task { name: "digest 64 KiB", work: Work::Digest(65536) },
];

impl Task {
    /// The handler's name, which is the guest's as well.
    pub fn handler(&self) -> &'static str {
        match self.work {
            Work::Echo(_) => "echo",
            Work::Greet(_) => "greet",
            Work::Digest(_) => "digest",
        }
    }

    /// The bytes that a guest of this SDK gets.
    ///
    /// # Errors
    ///
    /// When an encoder fails.
    pub fn payload(&self, sdk: Sdk) -> Result<Vec<u8>> {
        Ok(match (self.work, sdk) {
            // The same bytes for everyone. Ours wants an array in MessagePack, to the others they are any bytes.
            (Work::Echo(size), _) => {
                let text = (0..=size).rev().map(|len| rmp_serde::to_vec(&("x".repeat(len),)));
                text.flatten().find(|bytes| bytes.len() <= size).unwrap_or_default()
            }
            (Work::Greet(size), Sdk::YaoArena | Sdk::YaoDlmalloc | Sdk::YaoSmallPages) => {
                rmp_serde::to_vec(&(json!({ "name": name(size) }),))?
            }
            (Work::Greet(size), Sdk::Wapc) => rmp_serde::to_vec(&json!({ "name": name(size) }))?,
            (Work::Greet(size), Sdk::Extism) => serde_json::to_vec(&json!({ "name": name(size) }))?,
            (Work::Digest(size), Sdk::YaoArena | Sdk::YaoDlmalloc | Sdk::YaoSmallPages) => {
                let bytes = noise(size);
                let len = u32::try_from(bytes.len())?;
                // An array of one `bin`.
                [&[0x91, 0xc6][..], &len.to_be_bytes(), &bytes].concat()
            }
            (Work::Digest(size), Sdk::Wapc | Sdk::Extism) => noise(size),
        })
    }

    /// Checks what a guest of this SDK answered. The right answer is found here, without any guest.
    ///
    /// # Errors
    ///
    /// When it is another one.
    pub fn check(&self, sdk: Sdk, result: &[u8]) -> Result<()> {
        let expected = match self.work {
            Work::Echo(_) => {
                let payload = self.payload(sdk)?;
                ensure!(result == payload, "echo gave {} other bytes for {}", result.len(), payload.len());
                return Ok(());
            }
            Work::Greet(size) => json!({ "greeting": yao_peers_protocol::greeting(&name(size)) }),
            Work::Digest(size) => json!(kernel::digest(&noise(size))),
        };
        let got: Value = match sdk {
            Sdk::Extism => serde_json::from_slice(result)?,
            Sdk::YaoArena | Sdk::YaoDlmalloc | Sdk::YaoSmallPages | Sdk::Wapc => {
                rmp_serde::from_slice(result).map_err(|error| anyhow!("no MessagePack: {error}"))?
            }
        };
        ensure!(got == expected, "{} gave {got:.80}, expected {expected:.80}", self.handler());
        Ok(())
    }
}

fn name(size: usize) -> String {
    "abcdefghijklmnopqrstuvwxyz".chars().cycle().take(size).collect()
}

/// Bytes without order, the same ones each time (xorshift).
fn noise(size: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    })
    .take(size)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_have_the_size_that_their_task_names() {
        for task in TASKS {
            for sdk in Sdk::ALL {
                let payload = task.payload(sdk).unwrap();
                match task.work {
                    Work::Echo(size) => assert_eq!(payload.len(), size),
                    Work::Greet(size) | Work::Digest(size) => {
                        assert!((size..size + 16).contains(&payload.len()), "{} {sdk:?}", task.name);
                    }
                }
            }
        }
    }

    #[test]
    fn a_wrong_answer_is_noticed() {
        let [echo, _, greet, _, digest] = TASKS;
        let greeting = |name| json!({ "greeting": format!("Hello, {name}") });
        assert!(echo.check(Sdk::Extism, &echo.payload(Sdk::Wapc).unwrap()).is_ok());
        assert!(echo.check(Sdk::Extism, b"x").is_err());
        let right = rmp_serde::to_vec(&greeting(name(64))).unwrap();
        assert!(greet.check(Sdk::YaoArena, &right).is_ok());
        let short = rmp_serde::to_vec(&greeting(name(63))).unwrap();
        assert!(greet.check(Sdk::YaoArena, &short).is_err());
        assert!(greet.check(Sdk::YaoArena, b"").is_err());
        let number = kernel::digest(&noise(65536));
        assert!(digest.check(Sdk::Extism, number.to_string().as_bytes()).is_ok());
        assert!(digest.check(Sdk::Extism, (number ^ 1).to_string().as_bytes()).is_err());
    }
}
