use yao_sdk as yao;

#[yao::handler]
async fn waits() {}

#[yao::handler]
fn generic<T>(value: T) {}

#[yao::handler]
unsafe fn unchecked() {}

#[yao::handler]
extern "C" fn foreign() {}

#[yao::handler]
fn any(value: impl Into<String>) {}

#[yao::handler]
fn method(&self) {}

fn main() {}
