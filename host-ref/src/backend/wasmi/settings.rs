//! What the engine is told: fuel, and the features of WebAssembly that guests may use.

use wasmi::OperatorCost;

use super::{FUEL_COSTS, Wasmi};
use crate::Config;

impl Wasmi {
    /// What wasmi is told for a configuration, but for when it translates: fuel, and the features of WebAssembly that
    /// guests may use. For those who test wasmi itself under the settings that guests run with.
    #[must_use]
    pub fn settings(config: &Config) -> wasmi::Config {
        let mut to = wasmi::Config::default();
        // What the most expensive can be. The engine leaves a frame on the native stack each time one of these runs, until
        // it is paused; `tree::SLICE` and the check of a module's code bound how many that are.
        let operators = OperatorCost { memory_grow: u8::MAX, table_grow: u8::MAX, ..OperatorCost::default() };
        to.consume_fuel(true)
            .fuel_cost(FUEL_COSTS)
            .operator_cost(operators)
            .wasm_multi_memory(false)
            // wasmi evaluates and drops such expressions by recursion: a long sum overflows the stack of the host.
            .wasm_extended_const(false)
            .wasm_wide_arithmetic(false)
            .wasm_simd(!config.refuse_simd)
            .wasm_relaxed_simd(!config.refuse_simd)
            .wasm_custom_page_sizes(config.custom_page_sizes)
            .ignore_custom_sections(true);
        to
    }
}
