package main

// The reason stands in stackbounds_linux.c.

// #cgo LDFLAGS: -Wl,--wrap=pthread_getattr_np
import "C"
