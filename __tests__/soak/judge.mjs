/**
 * Whether a soak's samples are flat. The first fifth of the time is the warm-up.
 *
 * At the rests, when nothing is to be done, descriptors and goroutines are to be what they were at
 * the first one after the warm-up, exactly; threads, of which Go ends none, at most a few more.
 *
 * Memory moves with chance: the median of the last fifth of the time may be above that of the
 * second by a tolerance. At work this is the whole resident memory; at rest that without V8's heap,
 * which V8 gives back when it likes, and what is in use of V8's.
 */
const MIB = 2 ** 20;

const EXACT = { descriptors: 0, goroutines: 0, threads: 8 };

/** A tolerance is bytes or a part of what there was, whichever is more. */
const MEDIANS = {
  'at work': { rss: { bytes: 20 * MIB, part: 0.1 } },
  'at rest': {
    native: { bytes: 20 * MIB, part: 0.1 },
    heapUsed: { bytes: 10 * MIB, part: 0.1 },
    external: { bytes: 10 * MIB, part: 0.1 },
  },
};

/** A shorter soak is all warm-up, with too few rests for a median. */
export const MEMORY_MINUTES = 10;

/** @returns a finding for each series: `{ series, before, after, most, flat }` */
export function judge(samples, minutes) {
  const rests = samples.filter(({ resting }) => resting);
  const findings = Object.entries(EXACT).map(([series, more]) => {
    const after = rests.filter(({ seconds }) => seconds >= minutes * 12);
    // A short soak on a busy machine may have one only.
    const values = (after.length > 1 ? after : rests).map((sample) => sample[series]);
    const [before] = values;
    return finding(`${series} at rest`, before, Math.max(...values), before + more);
  });
  if (minutes < MEMORY_MINUTES) return findings;
  for (const [when, tolerances] of Object.entries(MEDIANS)) {
    const of = samples.filter(({ resting }) => resting === (when === 'at rest'));
    for (const [series, { bytes, part }] of Object.entries(tolerances)) {
      const before = medianOf(of, series, minutes, 1);
      const after = medianOf(of, series, minutes, 4);
      findings.push(
        finding(`${series} ${when}`, before, after, before + Math.max(bytes, part * before)),
      );
    }
  }
  return findings;
}

const finding = (series, before, after, most) => ({
  series,
  before,
  after,
  most,
  flat: after <= most, // not so if there are no samples
});

/** The median of the samples in a fifth of the time, counted from 0. */
function medianOf(samples, series, minutes, fifth) {
  const values = samples
    .filter(({ seconds }) => Math.min(4, Math.floor(seconds / (minutes * 12))) === fifth)
    .map((sample) => sample[series])
    .sort((a, b) => a - b);
  return values[values.length >> 1];
}
