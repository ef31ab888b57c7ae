package engine

// Where a worker has several large files and another has found nothing left, a
// new one begins in the other's place and goes on with half of them: without
// that, one core would have no work.

// split leaves half of this worker's files to one that begins in the place of
// one that found nothing left, and reports whether there is such a place.
func (r *reader) split() bool {
	if r.busy == 1 || !r.dealer.takesPlace() {
		return false
	}
	r.save()
	r.dealer.left <- r.handOver(r.busy / 2)
	r.dealer.begin()
	return true
}

// takesPlace reports whether there was a place of a worker that ended, which
// is then the caller's to fill.
func (d *dealer) takesPlace() bool {
	for {
		ended := d.ended.Load()
		if ended == 0 || d.ended.CompareAndSwap(ended, ended-1) {
			return ended > 0
		}
	}
}

// goOn has a worker that begins go on with what another left, if there is
// something.
func (r *reader) goOn() {
	select {
	case files := <-r.dealer.left:
		r.algorithm = files[0].algorithms[0]
		r.files = make([]fileLane, width(r.algorithm))
		r.takeOver(files)
	default:
	}
}
