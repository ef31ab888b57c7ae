package main

// The reason stands in sysmon_linux.c.

// #cgo LDFLAGS: -Wl,--wrap=pthread_create
import "C"
