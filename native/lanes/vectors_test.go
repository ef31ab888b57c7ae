package lanes

import (
	"bufio"
	"bytes"
	"encoding"
	"encoding/binary"
	"encoding/hex"
	"os"
	"strconv"
	"strings"
	"testing"
)

// examples are those of FIPS 180-4 (and 180-2, for 896 bits) and of RFC 1321.
var examples = [...]map[string]string{
	SHA1: {
		"abc": "a9993e364706816aba3e25717850c26c9cd0d89d",
		"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq": "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
		strings.Repeat("a", 1000000):                               "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
	},
	SHA224: {
		"abc": "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
		"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq": "75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525",
		strings.Repeat("a", 1000000):                               "20794655980c91d8bbb4c1ea97618a4bf03f42581948b2ee4ee7ad67",
	},
	SHA256: {
		"abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq": "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
		strings.Repeat("a", 1000000):                               "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
	},
	SHA384: {
		"abc": "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
		"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu": "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712fcc7c71a557e2db966c3e9fa91746039",
		strings.Repeat("a", 1000000): "9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985",
	},
	SHA512: {
		"abc": "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
		"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu": "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909",
		strings.Repeat("a", 1000000): "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973ebde0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b",
	},
	SHA512_256: {
		"abc": "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
		"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu": "3928e184fb8690f840da3988121d31be65cb9d3ef83ee6146feac861e19b563a",
		strings.Repeat("a", 1000000): "9a59a052930187a97038cae692f30708aa6491923ef5194394dc68d56c74fb21",
	},
	MD5: {
		"":                           "d41d8cd98f00b204e9800998ecf8427e",
		"a":                          "0cc175b9c0f1b6a831c399e269772661",
		"abc":                        "900150983cd24fb0d6963f7d28e17f72",
		"message digest":             "f96b697d7cb7938d525a2f31aaf161d0",
		"abcdefghijklmnopqrstuvwxyz": "c3fcd3d76192e4007dfb496cca67e13b",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789": "d174ab98d277d9f5a5611c2c9f419d9f",
		strings.Repeat("1234567890", 8):                                  "57edf4a22be3c955ac49da2e2107b67a",
	},
}

func TestExamples(t *testing.T) {
	everyPlan(t, func(t *testing.T, p *plan) {
		g := newGroup(p)
		for message, sum := range examples[algorithm(p)] {
			for lane := range g.Width() {
				if got := digestIn(g, lane, []byte(message)); hex.EncodeToString(got) != sum {
					t.Errorf("%.20q in lane %d: %x, not %s", message, lane, got, sum)
				}
			}
		}
	})
}

// TestShort reads the short messages of NIST's validation system (CAVS).
func TestShort(t *testing.T) {
	everyPlan(t, func(t *testing.T, p *plan) {
		a := algorithm(p)
		if a == MD5 {
			t.Skip("not NIST's")
		}
		g := newGroup(p)
		var bits int
		var message []byte
		count := 0
		response(t, strings.ToUpper(names[a])+"ShortMsg.rsp", func(name, value string) bool {
			switch name {
			case "Len":
				bits, _ = strconv.Atoi(value)
			case "Msg":
				message = unhex(t, value)[:bits/8]
			case "MD":
				if got := digestIn(g, count%g.Width(), message); !bytes.Equal(got, unhex(t, value)) {
					t.Errorf("%x: %x, not %s", message, got, value)
				}
				count++
			}
			return true
		})
		if count != 8*p.block/8+1 {
			t.Errorf("%d messages", count)
		}
	})
}

// TestMonte follows NIST's Monte Carlo vectors (SHAVS, 6.4): each message is
// the three digests before it. All of them with the automatic plan, a few with
// each other.
func TestMonte(t *testing.T) {
	everyPlan(t, func(t *testing.T, p *plan) {
		a := algorithm(p)
		if a == MD5 {
			t.Skip("not NIST's")
		}
		wanted := 2
		if p == plans[a]() && !testing.Short() {
			wanted = 100
		}
		g := newGroup(p)
		var seed []byte
		count := 0
		response(t, strings.ToUpper(names[a])+"Monte.rsp", func(name, value string) bool {
			switch name {
			case "Seed":
				seed = unhex(t, value)
			case "MD":
				message := bytes.Repeat(seed, 3)
				for range 1000 {
					digest := digestIn(g, count%g.Width(), message)
					message = append(message[:0], message[len(seed):]...)
					message = append(message, digest...)
				}
				seed = bytes.Clone(message[2*len(seed):])
				if !bytes.Equal(seed, unhex(t, value)) {
					t.Errorf("count %d: %x, not %s", count, seed, value)
				}
				count++
			}
			return count < wanted
		})
		if count != wanted {
			t.Errorf("%d of %d", count, wanted)
		}
	})
}

// response reads a file of NIST's until line reports false.
func response(t *testing.T, name string, line func(name, value string) bool) {
	t.Helper()
	file, err := os.Open("testdata/nist/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if name, value, ok := strings.Cut(lines.Text(), " = "); ok && !line(name, value) {
			return
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	p, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestLong digests messages of more than 2^32 bits.
func TestLong(t *testing.T) {
	piece := noise(BufferSize, 6)
	for _, a := range []Algorithm{SHA1, MD5} {
		t.Run(names[a], func(t *testing.T) {
			length := 1<<29 + 100
			if testing.Short() {
				length = 1<<20 + 100
			}
			g := New(a)
			h := functions[a].new()
			g.Begin(0)
			for left := length; left > 0; {
				p := piece[:min(left, len(piece))]
				h.Write(p)
				left -= len(p)
				put(g, 0, p)
				g.Run()
			}
			g.End(0)
			g.Run()
			if got, want := g.Sum(nil, 0), h.Sum(nil); !bytes.Equal(got, want) {
				t.Errorf("%x, not %x", got, want)
			}
		})
	}
}

// TestLength: the length is counted in 64 bits. What came before is left out
// on both sides, since the standard library takes over any length.
func TestLength(t *testing.T) {
	tail := noise(100, 10)
	for a, name := range names {
		f := functions[a]
		for _, before := range []uint64{1<<29 - 128, 1 << 29, 1<<32 - 128, 1 << 32, 1<<61 - 256} {
			s := newSerial(f)
			state := f.initial
			s.digest(&state, nil)
			form := binary.BigEndian.AppendUint64(s.form[:len(f.magic)+f.words*f.block/16+f.block], before)
			if err := s.hash.(encoding.BinaryUnmarshaler).UnmarshalBinary(form); err != nil {
				t.Fatal(err)
			}
			s.hash.Write(tail)

			g := New(Algorithm(a))
			g.Begin(0)
			g.lanes[0].length = before
			put(g, 0, tail)
			g.End(0)
			for !g.Done(0) {
				g.Run()
			}
			if got, want := g.Sum(nil, 0), s.hash.Sum(nil); !bytes.Equal(got, want) {
				t.Errorf("%s, %d bytes: %x, not %x", name, before+uint64(len(tail)), got, want)
			}
		}
	}
}

// TestPadding: the number of bits is that of two words, in the function's order.
func TestPadding(t *testing.T) {
	const length = 1<<61 - 1
	for a, want := range [...]string{
		SHA1:       "80fffffffffffffff8",
		SHA224:     "80fffffffffffffff8",
		SHA256:     "80fffffffffffffff8",
		SHA384:     "80" + "0000000000000000" + "fffffffffffffff8",
		SHA512:     "80" + "0000000000000000" + "fffffffffffffff8",
		SHA512_256: "80" + "0000000000000000" + "fffffffffffffff8",
		MD5:        "80f8ffffffffffffff",
	} {
		got := functions[a].appendPadding(nil, length)
		block := functions[a].block
		if zeros := got[1 : 1+block-block/8]; len(got) != 1+block || bytes.Count(zeros, []byte{0}) != len(zeros) ||
			hex.EncodeToString(append(got[:1:1], got[1+len(zeros):]...)) != want {
			t.Errorf("%s: %x", names[a], got)
		}
	}
}
