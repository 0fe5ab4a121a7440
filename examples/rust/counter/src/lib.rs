//! A class: an object that lives in the guest across calls, and that the host speaks of by a handle.

#![no_std]

use yao::{Error, Result};

/// The class `counter`: the type's name in snake case.
struct Counter {
    total: i64,
}

#[yao::instance]
impl Counter {
    /// Makes the object; the host gets a handle to it.
    fn create(start: i64) -> Self {
        Self { total: start }
    }

    fn add(&mut self, more: i64) -> Result<i64> {
        // A method that fails leaves the object alive, and here as it was.
        self.total = self
            .total
            .checked_add(more)
            .ok_or_else(|| Error::bad_request("the counter does not go so far"))?;
        Ok(self.total)
    }

    fn get(&self) -> i64 {
        self.total
    }
}

/// Runs when the host destroys the handle.
impl Drop for Counter {
    fn drop(&mut self) {
        yao::debug!("a counter is gone");
    }
}

#[cfg(test)]
mod tests {
    use yao::{Level, testing::Host};

    #[test]
    fn a_counter_counts_until_it_is_destroyed() {
        let host = Host::new();
        let counter = host.create("counter", (40,)).unwrap();
        assert_eq!(host.method::<i64>("counter", "add", counter, (2,)).unwrap(), 42);
        assert_eq!(host.method::<i64>("counter", "get", counter, ()).unwrap(), 42);
        assert_eq!(host.destroy("counter", counter), Ok(()));
        assert_eq!(host.logs(), [(Level::Debug, "a counter is gone".into())]);
        assert_eq!(host.method::<i64>("counter", "get", counter, ()).unwrap_err().code(), 410);
    }

    #[test]
    fn an_overflow_is_refused_and_changes_nothing() {
        let host = Host::new();
        let counter = host.create("counter", (i64::MAX,)).unwrap();
        assert_eq!(host.method::<i64>("counter", "add", counter, (1,)).unwrap_err().code(), 400);
        assert_eq!(host.method::<i64>("counter", "get", counter, ()).unwrap(), i64::MAX);
    }
}
