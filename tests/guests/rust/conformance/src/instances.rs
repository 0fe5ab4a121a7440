//! The two classes of the conformance guest.

use alloc::string::String;

use yao::{Error, Result};

struct Counter(i64);

#[yao::instance(name = "conf_counter")]
impl Counter {
    fn create(start: i64) -> Self {
        Self(start)
    }

    fn add(&mut self, number: i64) -> Result<i64> {
        self.0 = self.0.checked_add(number).ok_or_else(|| Error::bad_request("the counter overflows"))?;
        Ok(self.0)
    }

    fn get(&self) -> i64 {
        self.0
    }

    fn fail(&self) -> Result<()> {
        Err(Error::bad_request("as asked for"))
    }
}

struct Label(String);

#[yao::instance(name = "conf_label")]
impl Label {
    fn create(text: String) -> Self {
        Self(text)
    }

    fn get(&self) -> &str {
        &self.0
    }
}
