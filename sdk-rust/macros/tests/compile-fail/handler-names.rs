use yao_sdk as yao;

#[yao::handler(name = "yao_alloc")]
fn reserved() {}

#[yao::handler(name = "before-save")]
fn dashed() {}

#[yao::handler]
fn grüße() {}

fn main() {}
