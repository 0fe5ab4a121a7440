//! A contender that runs.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use yao_peers_protocol::{Answer, Order, Task};

use crate::field::Contender;

/// A contender's process. It ends when this is dropped: it has no more orders then.
pub struct Running {
    name: &'static str,
    process: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

/// A task that a contender is ready for.
pub struct Ready {
    pub load_us: f64,
    pub result: Vec<u8>,
}

impl Running {
    /// Starts a contender's program.
    ///
    /// # Errors
    ///
    /// When it cannot be started.
    pub fn start(contender: &Contender, programs: &Path) -> Result<Self> {
        let program = programs.join(contender.program);
        let mut process = Command::new(&program)
            .arg(contender.mode)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}: bench-peers/run builds it", program.display()))?;
        let orders = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().context("no standard output")?);
        Ok(Self { name: contender.name, process, orders, answers })
    }

    /// Loads a guest and runs one request.
    ///
    /// # Errors
    ///
    /// What the contender says, or that it says nothing.
    pub fn prepare(&mut self, task: Task) -> Result<Ready> {
        match self.ask(&Order::Prepare(task))? {
            Answer::Ready { load_us, result } => Ok(Ready { load_us, result: from_hex(&result)? }),
            other => bail!("{} answered {other:?}", self.name),
        }
    }

    /// Runs requests of a task; nanoseconds for each.
    ///
    /// # Errors
    ///
    /// As [`Running::prepare`].
    pub fn run(&mut self, task: usize, iterations: u64) -> Result<f64> {
        match self.ask(&Order::Run { task, iterations })? {
            #[expect(clippy::cast_precision_loss, reason = "a batch takes milliseconds")]
            Answer::Ran { ns } => Ok(ns as f64 / iterations as f64),
            other => bail!("{} answered {other:?}", self.name),
        }
    }

    fn ask(&mut self, order: &Order) -> Result<Answer> {
        let name = self.name;
        let orders = self.orders.as_mut().context("no standard input")?;
        let mut line = serde_json::to_string(order)?;
        line.push('\n');
        orders.write_all(line.as_bytes()).with_context(|| format!("{name} takes no more orders"))?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        ensure!(!answer.is_empty(), "{name} ended without an answer");
        match serde_json::from_str(&answer).with_context(|| format!("{name} answered: {answer}"))? {
            Answer::Failed { error } => bail!("{name}: {error}"),
            answer => Ok(answer),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.orders = None;
        // Nothing depends on how it ends.
        let _ = self.process.wait();
    }
}

fn from_hex(text: &str) -> Result<Vec<u8>> {
    ensure!(
        text.is_ascii() && text.len().is_multiple_of(2),
        "{} characters are no hexadecimal bytes",
        text.len()
    );
    let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).context("no hexadecimal bytes");
    (0..text.len()).step_by(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::from_hex;

    #[test]
    fn hexadecimal_bytes_are_read_and_others_refused() {
        assert_eq!(from_hex("00ff1a").unwrap(), [0, 255, 26]);
        assert_eq!(from_hex("").unwrap(), [0; 0]);
        for wrong in ["0", "zz", "é"] {
            assert!(from_hex(wrong).is_err(), "{wrong}");
        }
    }
}
