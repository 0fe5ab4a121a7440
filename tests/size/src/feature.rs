//! What each feature costs: the bytes of a guest that has it less those of one that has not.

use serde::Serialize;

use crate::baseline::Baseline;
use crate::budget::{Budgets, Feature};

/// The cost of one feature in one SDK.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Cost {
    pub(crate) feature: String,
    pub(crate) sdk: String,
    pub(crate) guest: String,
    pub(crate) minus: String,
    /// May be negative.
    pub(crate) bytes: i64,
}

/// Every feature in every SDK that has both guests, in the order of the budgets.
pub(crate) fn costs(budgets: &Budgets, baseline: &Baseline) -> Vec<Cost> {
    let mut costs = Vec::new();
    for feature in &budgets.feature {
        match feature.guest.split_once('/') {
            Some((sdk, guest)) => costs.extend(cost(feature, sdk, guest, baseline)),
            None => {
                // In the order of the budgets, which is the one that a person chose.
                let mut sdks: Vec<&str> = Vec::new();
                for budget in &budgets.budget {
                    if !sdks.contains(&budget.sdk.as_str()) {
                        sdks.push(&budget.sdk);
                    }
                }
                costs.extend(sdks.iter().filter_map(|sdk| cost(feature, sdk, &feature.guest, baseline)));
            }
        }
    }
    costs
}

fn cost(feature: &Feature, sdk: &str, guest: &str, baseline: &Baseline) -> Option<Cost> {
    let (minus_sdk, minus) = feature.minus.split_once('/').unwrap_or((sdk, &feature.minus));
    let of = |sdk: &str, guest: &str| i64::try_from(baseline.get(sdk, guest)?.bytes).ok();
    Some(Cost {
        feature: feature.name.clone(),
        sdk: sdk.to_owned(),
        guest: guest.to_owned(),
        minus: if minus_sdk == sdk { minus.to_owned() } else { feature.minus.clone() },
        bytes: of(sdk, guest)? - of(minus_sdk, minus)?,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::baseline::Weight;
    use crate::budget::tests::ONE;

    /// A baseline of guests and their bytes.
    pub(crate) fn weights(list: &[(&str, &str, u64)]) -> Baseline {
        let mut baseline = Baseline::default();
        for (sdk, guest, bytes) in list {
            let weight = Weight {
                bytes: *bytes,
                code: *bytes,
                data: 0,
                gzip: 0,
                brotli: 0,
                pages: 1,
                memory: None,
                functions: BTreeMap::new(),
            };
            baseline.sizes.entry((*sdk).to_owned()).or_default().insert((*guest).to_owned(), weight);
        }
        baseline
    }

    #[test]
    fn a_feature_costs_the_difference_in_every_sdk_that_has_both_guests() {
        let budgets = Budgets::parse(&format!(
            "{ONE}[[budget]]\nsdk='go'\nguest='echo'\nconfig=''\nbytes=1\ncode=1\ndata=1\npages=1"
        ))
        .unwrap();
        let baseline = weights(&[("rust", "log", 150), ("rust", "empty", 100), ("go", "log", 9)]);
        let costs = costs(&budgets, &baseline);
        assert_eq!(costs.len(), 1, "go has no empty: {costs:?}");
        assert_eq!((costs[0].sdk.as_str(), costs[0].bytes), ("rust", 50));
    }

    #[test]
    fn a_guest_of_one_sdk_may_be_less_than_that_of_another() {
        let text = ONE.replace(
            "guest = \"log\", minus = \"empty\"",
            "guest = \"rust/empty\", minus = \"rust-arena/empty\"",
        );
        let baseline = weights(&[("rust", "empty", 100), ("rust-arena", "empty", 130)]);
        let costs = costs(&Budgets::parse(&text).unwrap(), &baseline);
        assert_eq!((costs[0].minus.as_str(), costs[0].bytes), ("rust-arena/empty", -30));
    }
}
