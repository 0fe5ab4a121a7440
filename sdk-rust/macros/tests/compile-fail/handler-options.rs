use yao_sdk as yao;

#[yao::handler(nane = "Check")]
fn misspelt() {}

#[yao::handler(raw, serde)]
fn both(payload: yao::Buf) -> yao::Buf {
    payload
}

#[yao::handler(raw)]
fn two(payload: yao::Buf, more: u8) {}

#[yao::handler(rest)]
fn nothing_left() {}

fn main() {}
