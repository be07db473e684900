package main

import (
	"runtime/debug"
	"syscall"
)

const (
	collectFrom  = 1 << 30
	addressSpace = 4 << 30
)

// limitMemory ends the process before a template can take the machine's memory: the first limit makes Go collect, the second is the system's.
func limitMemory() {
	debug.SetMemoryLimit(collectFrom)
	if err := syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: addressSpace, Max: addressSpace}); err != nil {
		panic(err)
	}
}
