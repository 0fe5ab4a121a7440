//! A mock host, so that `cargo test` runs handlers natively.
//!
//! ```
//! use yao_sdk as yao;
//! use yao::testing::Host;
//!
//! #[yao::handler]
//! fn shout(name: &str) -> yao::Result<String> {
//!     yao::info!("shout");
//!     let greeting: String = yao::process("utils.greet", (name,))?;
//!     Ok(greeting.to_uppercase())
//! }
//!
//! let host = Host::new();
//! host.on("utils.greet", |(name,): (String,)| Ok(format!("Hello, {name}")));
//! // As a plain function, or as the host calls it: encoded, exported, decoded.
//! assert_eq!(shout("Ada").unwrap(), "HELLO, ADA");
//! assert_eq!(host.call::<String>("shout", ("Ada",)).unwrap(), "HELLO, ADA");
//! assert_eq!(host.logs(), vec![(yao::Level::Info, "shout".to_string()); 2]);
//! ```

mod call;
mod export;
mod host;
pub(crate) mod mock;
mod values;

pub use call::{Handle, exports};
pub use export::{Entry, Export};
pub use host::{Call, Host};
pub use values::received;
