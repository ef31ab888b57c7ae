package bridge

import (
	"bytes"
	"fmt"
	"strconv"

	"checksig/digest"
)

// readFields passes each field of a request to set, which is to refuse a name
// that it does not know with unknownField.
func readFields(data []byte, set func(name string, value []byte) error) error {
	for len(data) > 0 {
		field, rest, ended := bytes.Cut(data, []byte{0})
		name, value, named := bytes.Cut(field, []byte{'='})
		if !ended || !named {
			return badRequest(fmt.Errorf("found %q, expected a name, =, a value and a NUL", field))
		}
		if err := set(string(name), value); err != nil {
			return badRequest(fmt.Errorf("%s: %w", name, err))
		}
		data = rest
	}
	return nil
}

func badRequest(err error) error { return fmt.Errorf("bad request: %w", err) }

func unknownField(value []byte) error {
	return fmt.Errorf("found an unknown field with the value %q", value)
}

// flagOf reads the value of a flag, which is there only if it is set.
func flagOf(value []byte) (bool, error) {
	if string(value) != "1" {
		return false, fmt.Errorf("found %q, expected 1", value)
	}
	return true, nil
}

// numberOf reads a number, which is positive: 0 stands for none, and is not
// there.
func numberOf[T int | int64](value []byte) (T, error) {
	n, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil || n <= 0 || int64(T(n)) != n {
		return 0, fmt.Errorf("found %q, expected a positive number", value)
	}
	return T(n), nil
}

func algorithmOf(value []byte) (*digest.Algorithm, error) {
	algorithm, ok := digest.ByName(string(value))
	if !ok {
		return nil, fmt.Errorf("unknown algorithm %q", value)
	}
	return algorithm, nil
}
