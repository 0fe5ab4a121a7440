use yao_sdk as yao;

#[derive(yao::Decode)]
union Both {
    a: u8,
    b: i8,
}

#[derive(yao::Encode)]
struct Twice {
    #[yao(rename = "b")]
    a: u8,
    b: u8,
}

#[derive(yao::Encode)]
#[yao(rename_all = "Camel")]
struct Style {
    a: u8,
}

#[derive(yao::Decode)]
struct Option {
    #[yao(skip)]
    a: u8,
}

struct Inner;

#[derive(yao::Decode)]
struct Outer {
    inner: Inner,
}

fn main() {}
