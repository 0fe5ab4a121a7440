//! Profiles: sets of limits to start from.

use crate::{
    Error,
    abi::{Limit, Limits},
};

/// A set of default limits for a kind of machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// A server that runs many guests: 64 MiB of memory, seconds of time.
    #[default]
    Server,
    /// A small device or a process beside others: 4 MiB.
    Embedded,
    /// A microcontroller: 256 KiB.
    Microkernel,
    /// A server whose guests may import WASI, as those of stock Go have to. Its limits are those of
    /// `server`, but for a hundredfold of fuel: Go compiles a function to one loop that jumps into its middle, and the
    /// engine charges the whole loop for each jump. What ends such a guest in time is the deadline.
    Wasi,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 4] = [Self::Server, Self::Embedded, Self::Microkernel, Self::Wasi];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Embedded => "embedded",
            Self::Microkernel => "microkernel",
            Self::Wasi => "wasi",
        }
    }

    /// The profile of this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }
}

impl Limits {
    /// The limits of a profile.
    #[must_use]
    pub fn profile(profile: Profile) -> Self {
        match profile {
            Profile::Server => Self::SERVER,
            Profile::Embedded => Self::EMBEDDED,
            Profile::Microkernel => Self::MICROKERNEL,
            Profile::Wasi => {
                let Self { fuel, init_fuel, .. } = Self::SERVER;
                Self { fuel: fuel * 100, init_fuel: init_fuel * 100, ..Self::SERVER }
            }
        }
    }

    /// Gives the limit called `name` another number.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownLimit`] when no limit has that name.
    pub fn set_by_name(&mut self, name: &str, number: u64) -> Result<(), Error> {
        let limit = Limit::by_name(name).ok_or_else(|| Error::UnknownLimit { name: name.into() })?;
        self.set(limit, number);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, Profile};

    #[test]
    fn every_profile_of_the_spec_has_a_name_here() {
        for (name, limits) in Limits::PROFILES {
            let profile = Profile::by_name(name).expect(name);
            assert_eq!(Limits::profile(profile), limits);
        }
    }

    #[test]
    fn a_limit_is_set_by_its_name_only() {
        let mut limits = Limits::default();
        limits.set_by_name("call_depth", 3).unwrap();
        assert_eq!(limits.call_depth, 3);
        let error = limits.set_by_name("call_dept", 3).unwrap_err();
        assert!(error.to_string().contains("call_dept"), "{error}");
    }
}
