//! A `snake_case` name in the spelling of each language, and numbers that people read.

/// `bad_request` as `BAD_REQUEST`.
pub(crate) fn upper(name: &str) -> String {
    name.to_ascii_uppercase()
}

/// `bad_request` as `BadRequest`.
pub(crate) fn pascal(name: &str) -> String {
    let mut out = String::new();
    for word in name.split('_') {
        let mut chars = word.chars();
        if let Some(first) = chars.next() {
            out.push(first.to_ascii_uppercase());
            out.push_str(chars.as_str());
        }
    }
    out
}

/// `bad_request` as `badRequest`.
pub(crate) fn camel(name: &str) -> String {
    let pascal = pascal(name);
    let mut chars = pascal.chars();
    chars.next().map_or_else(String::new, |c| c.to_ascii_lowercase().to_string() + chars.as_str())
}

/// The name of a family of exports as a constant: `{class}_result_len` as `class_result_len`.
pub(crate) fn family(name: &str) -> String {
    name.replace(['{', '}'], "")
}

/// A number with a separator between thousands.
pub(crate) fn grouped(value: u64, separator: char) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        assert_eq!(upper("bad_request"), "BAD_REQUEST");
        assert_eq!(pascal("simd128"), "Simd128");
        assert_eq!(pascal("out_of_memory"), "OutOfMemory");
        assert_eq!(camel("name_ptr"), "namePtr");
        assert_eq!(family("{class}_{method}"), "class_method");
    }
}
