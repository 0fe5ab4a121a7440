use yao_sdk as yao;

struct NoCreate;

#[yao::instance]
impl NoCreate {
    fn get(&self) {}
}

struct ByValue;

#[yao::instance]
impl ByValue {
    fn create() -> Self {
        Self
    }
    fn end(self) {}
}

struct Reserved;

#[yao::instance]
impl Reserved {
    fn create() -> Self {
        Self
    }
    fn destroy(&self) {}
}

struct Generic<T>(T);

#[yao::instance]
impl<T> Generic<T> {
    fn create() -> Self {
        todo!()
    }
}

trait Trait {
    fn create() -> Self;
}

#[yao::instance]
impl Trait for ByValue {
    fn create() -> Self {
        Self
    }
}

fn main() {}
