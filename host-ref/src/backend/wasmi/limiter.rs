//! What wasmi asks before a memory or a table grows.

use wasmi::ResourceLimiter;
use wasmi_core::LimiterError;

use super::Data;

impl ResourceLimiter for Data {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> Result<bool, LimiterError> {
        Ok(self.state_mut().allow_memory(current as u64, desired as u64))
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> Result<bool, LimiterError> {
        Ok(self.state_mut().allow_table(current as u64, desired as u64))
    }

    // One store holds one guest; the structure of a module was checked at load.
    fn instances(&self) -> usize {
        1
    }

    fn tables(&self) -> usize {
        usize::MAX
    }

    fn memories(&self) -> usize {
        1
    }
}
