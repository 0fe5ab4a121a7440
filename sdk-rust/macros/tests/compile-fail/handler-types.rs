use yao_sdk as yao;

struct Plain;

#[yao::handler]
fn takes(value: Plain) {}

#[yao::handler]
fn gives() -> Plain {
    Plain
}

#[yao::handler]
fn fails() -> Result<u8, Plain> {
    Err(Plain)
}

#[yao::handler(raw)]
fn raw(payload: yao::Buf) -> Plain {
    Plain
}

fn main() {
    let _: yao::Result<u8> = yao::process("a.b", 7);
}
