package yaotest

import "regexp"

// processName is one or more segments joined by dots, as the spec has it.
var processName = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$`)

// maxProcessName is the longest name in bytes, that of the reference host.
const maxProcessName = 1024

// validProcess tells whether a host would look for a process of that name at all.
func validProcess(name string) bool {
	return len(name) <= maxProcessName && processName.MatchString(name)
}
