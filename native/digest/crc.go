package digest

import "encoding/binary"

// posixCRC is the checksum of POSIX cksum (IEEE Std 1003.1, cksum): a CRC
// with the polynomial of Ethernet, most significant bit first, from 0, over
// the bytes and then their number, least significant byte first and without
// leading zeros; its complement is the sum.
type posixCRC struct {
	crc    uint32
	length uint64
}

// crcTables are for slicing by 8: crcTables[k][b] is the CRC of the byte b
// and k zero bytes behind it.
var crcTables = func() (tables [8][256]uint32) {
	const polynomial = 0x04c11db7
	for b := range tables[0] {
		crc := uint32(b) << 24
		for range 8 {
			carry := crc >> 31
			crc = crc<<1 ^ carry*polynomial
		}
		tables[0][b] = crc
	}
	for k := 1; k < len(tables); k++ {
		for b, crc := range tables[k-1] {
			tables[k][b] = crc<<8 ^ tables[0][crc>>24]
		}
	}
	return tables
}()

func (c *posixCRC) Write(p []byte) (int, error) {
	n := len(p)
	c.length += uint64(n)
	crc := c.crc
	for ; len(p) >= 8; p = p[8:] {
		high := crc ^ binary.BigEndian.Uint32(p)
		low := binary.BigEndian.Uint32(p[4:])
		crc = crcTables[7][high>>24] ^ crcTables[6][high>>16&0xff] ^
			crcTables[5][high>>8&0xff] ^ crcTables[4][high&0xff] ^
			crcTables[3][low>>24] ^ crcTables[2][low>>16&0xff] ^
			crcTables[1][low>>8&0xff] ^ crcTables[0][low&0xff]
	}
	for _, b := range p {
		crc = addByte(crc, b)
	}
	c.crc = crc
	return n, nil
}

func addByte(crc uint32, b byte) uint32 { return crc<<8 ^ crcTables[0][byte(crc>>24)^b] }

func (c *posixCRC) Sum(dst []byte) []byte {
	crc := c.crc
	for n := c.length; n > 0; n >>= 8 {
		crc = addByte(crc, byte(n))
	}
	return binary.BigEndian.AppendUint32(dst, ^crc)
}

func (c *posixCRC) Reset()         { *c = posixCRC{} }
func (c *posixCRC) Size() int      { return 4 }
func (c *posixCRC) BlockSize() int { return 8 }
