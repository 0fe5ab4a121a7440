package main

import "encoding/binary"

// text is the string that is the only argument: one MessagePack array with one str.
func text(args []byte) string {
	if len(args) < 2 || args[0] != 0x91 {
		panic("arguments are no array of one")
	}
	head, rest := args[1], args[2:]
	switch {
	case head >= 0xa0 && head <= 0xbf:
		return string(rest[:head&31])
	case head == 0xd9:
		return string(rest[1:][:rest[0]])
	case head == 0xda:
		return string(rest[2:][:binary.BigEndian.Uint16(rest)])
	case head == 0xdb:
		return string(rest[4:][:binary.BigEndian.Uint32(rest)])
	}
	panic("argument is no string")
}

// appendText appends a str in its shortest form.
func appendText(out []byte, text string) []byte {
	switch n := len(text); {
	case n < 32:
		out = append(out, 0xa0|byte(n))
	case n < 1<<8:
		out = append(out, 0xd9, byte(n))
	case n < 1<<16:
		out = binary.BigEndian.AppendUint16(append(out, 0xda), uint16(n))
	default:
		out = binary.BigEndian.AppendUint32(append(out, 0xdb), uint32(n))
	}
	return append(out, text...)
}
