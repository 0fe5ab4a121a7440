use super::*;
use crate::{
    abi::HANDLE_BITS,
    export::Source,
    mem::{Buf, live},
    testing::Host,
};
use alloc::boxed::Box;

static REGISTRY: Registry<4> = Registry::new();

fn codes<T: 'static>(registry: &Registry<4>, handle: u32) -> u32 {
    match registry.take::<T>(handle) {
        Ok(object) => {
            registry.restore(handle, object);
            0
        }
        Err(error) => error.code(),
    }
}

#[test]
fn a_full_registry_refuses_and_keeps_the_others() {
    let handles: [u32; 4] = core::array::from_fn(|index| REGISTRY.insert(Box::new(index)).unwrap());
    assert_eq!(REGISTRY.insert(Box::new(0usize)).unwrap_err().code(), 429);
    assert_eq!(REGISTRY.live(), 4);
    for (index, handle) in handles.iter().enumerate() {
        assert_eq!(**REGISTRY.take::<usize>(*handle).as_ref().unwrap(), index);
    }
}

#[test]
fn handles_that_are_not_alive_are_gone() {
    let handle = REGISTRY.insert(Box::new(1u8)).unwrap();
    assert_eq!(codes::<u8>(&REGISTRY, handle), 0);
    // Of another class, with another slot, another generation, and no handle at all.
    assert_eq!(codes::<u16>(&REGISTRY, handle), 410);
    for forged in [handle + 1, handle + 4, handle | 1 << 30, 0, u32::MAX] {
        assert_eq!(codes::<u8>(&REGISTRY, forged), 410, "{forged:#x}");
    }
    assert_eq!(destroy::<u16, 4>(&REGISTRY, handle), -410);
    assert_eq!(destroy::<u8, 4>(&REGISTRY, handle), 0);
    assert_eq!(destroy::<u8, 4>(&REGISTRY, handle), -410);
    let next = REGISTRY.insert(Box::new(2u8)).unwrap();
    assert_ne!(next, handle);
    assert_eq!(codes::<u8>(&REGISTRY, handle), 410);
}

#[test]
fn an_object_in_use_is_not_used_twice() {
    let handle = REGISTRY.insert(Box::new(1u8)).unwrap();
    let object = REGISTRY.take::<u8>(handle).unwrap();
    assert_eq!(codes::<u8>(&REGISTRY, handle), 410);
    assert_eq!(destroy::<u8, 4>(&REGISTRY, handle), -410);
    REGISTRY.restore(handle, object);
    assert_eq!(codes::<u8>(&REGISTRY, handle), 0);
}

#[test]
fn a_slot_whose_generations_are_used_up_is_retired() {
    let last = (1 << (HANDLE_BITS - 2)) - 1;
    REGISTRY.age(last - 1);
    let handle = REGISTRY.insert(Box::new(1u8)).unwrap();
    assert_eq!(handle >> 2, last);
    assert!(handle < 1 << 31);
    assert_eq!(destroy::<u8, 4>(&REGISTRY, handle), 0);
    assert_ne!(REGISTRY.insert(Box::new(2u8)).unwrap() & 3, handle & 3);
    for _ in 0..2 {
        REGISTRY.insert(Box::new(3u8)).unwrap();
    }
    // Three are alive, and the fourth slot has had its last.
    assert_eq!(REGISTRY.insert(Box::new(4u8)).unwrap_err().code(), 429);
}

#[test]
fn forgetting_all_goes_on_with_the_generations() {
    let handle = REGISTRY.insert(Box::new(1u8)).unwrap();
    // As `yao_reset` does; the test frees what a guest would forget the memory of.
    drop(REGISTRY.take::<u8>(handle));
    REGISTRY.forget_all();
    assert_eq!(REGISTRY.live(), 0);
    let next = REGISTRY.insert(Box::new(1u8)).unwrap();
    assert_ne!(next, handle);
}

#[test]
fn a_single_slot_is_a_registry_as_well() {
    static ONE: Registry<1> = Registry::new();
    let handle = ONE.insert(Box::new(1u8)).unwrap();
    assert!(ONE.take::<u8>(handle).is_ok());
    assert!(ONE.insert(Box::new(1u8)).is_err());
}

fn answer(object: &mut u8, _: &mut Source<'_>) -> crate::Result<crate::mem::Packed> {
    if *object == 0 {
        Err(crate::Error::bad_request("zero"))
    } else {
        Ok(Buf::copy_from(&[*object; 3]).into_packed())
    }
}

#[test]
fn a_pulled_value_waits_until_the_next_method_or_destroy() {
    let _host = Host::new();
    let method = |handle| Pulled::<u8>::method(&REGISTRY, handle, 0, 0, answer);
    let handle = REGISTRY.insert(Box::new(Pulled::new(7u8))).unwrap();
    assert_eq!(result_len::<u8, 4>(&REGISTRY, handle), 0);
    assert_eq!(method(handle), 0);
    assert_eq!(result_len::<u8, 4>(&REGISTRY, handle), 3);
    let to = Buf::copy_from(&[1; 4]).into_packed();
    // Too small, outside of memory, and right.
    assert_eq!(result_read::<u8, 4>(&REGISTRY, handle, to.address(), 2), -413);
    assert_eq!(result_read::<u8, 4>(&REGISTRY, handle, u32::MAX, 3), -413);
    assert_eq!(result_read::<u8, 4>(&REGISTRY, handle, to.address(), 4), 3);
    assert_eq!(Buf::adopt(to)[..], [7, 7, 7, 1]);
    assert_eq!(result_len::<u8, 4>(&REGISTRY, handle + 1), -410);
    let before = live();
    assert_eq!(destroy::<Pulled<u8>, 4>(&REGISTRY, handle), 0);
    assert_eq!(live(), before - 1);
    assert_eq!(result_len::<u8, 4>(&REGISTRY, handle), -410);
}

#[test]
fn a_failed_method_leaves_no_value() {
    let _host = Host::new();
    let handle = REGISTRY.insert(Box::new(Pulled::new(0u8))).unwrap();
    let packed = crate::mem::Packed(Pulled::<u8>::method(&REGISTRY, handle, 0, 0, answer));
    assert!(packed.is_error());
    assert_eq!(crate::codec::wire::error_from(packed).message(), "zero");
    assert_eq!(result_len::<u8, 4>(&REGISTRY, handle), 0);
}
