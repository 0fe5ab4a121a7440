//! `empty` and a class whose objects do nothing.

#![no_std]

struct Object;

#[yao::instance]
impl Object {
    fn create() -> Self {
        Self
    }

    fn touch(&mut self) {}
}
