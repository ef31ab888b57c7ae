package session

import "encoding/binary"

// appendSection appends what a job has queued to a batch. A batch is a row of
// sections, each with a head of three little-endian uint32 and a body:
//
//	job     the job's number
//	ended   1 if the body's last event is the job's last, otherwise 0
//	size    the size of the body in bytes
//	body    the job's events, one behind the other
//
// lib/batch.ts reads it.
func appendSection(batch []byte, job *Job) []byte {
	ended := uint32(0)
	if job.ended {
		ended = 1
	}
	batch = binary.LittleEndian.AppendUint32(batch, job.id)
	batch = binary.LittleEndian.AppendUint32(batch, ended)
	batch = binary.LittleEndian.AppendUint32(batch, uint32(len(job.queue)))
	return append(batch, job.queue...)
}
