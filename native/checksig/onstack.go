package main

// #include "onstack.h"
import "C"

// onstack keeps signal handlers off goroutines' stacks; onstack.c says how and
// why. It takes some microseconds.
func onstack() { C.onstack() }
