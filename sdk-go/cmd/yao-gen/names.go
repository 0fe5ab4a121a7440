package main

import (
	"reflect"
	"regexp"
	"strings"
	"unicode"
)

// snake turns a Go name into snake_case: UserID becomes user_id, HTTPCode http_code.
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 && runes[i-1] != '_' {
			afterLower := !unicode.IsUpper(runes[i-1])
			beforeLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if afterLower || beforeLower {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// exportable is what the ABI allows as the name of an export.
var exportable = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,127}$`)

// fieldName is the name of a struct field on the wire; empty when the field does not cross.
func fieldName(name, tag string) string {
	for _, key := range []string{"yao", "json"} {
		value, ok := reflect.StructTag(tag).Lookup(key)
		if !ok {
			continue
		}
		value, _, _ = strings.Cut(value, ",")
		if value == "-" {
			return ""
		}
		if value != "" {
			return value
		}
	}
	return snake(name)
}
