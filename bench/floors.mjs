/** What the project asks of itself, and whether this run has it. */
import { EMPTY, OFF, OWN, WORKERS } from './contenders/index.mjs';
import { OPENSSL, SHA1SUM } from './contenders/tools.mjs';
import { CHECK } from './first.mjs';
import { bestRatio } from './lanes.mjs';

/** Memory and delay count in these. */
const BOUNDED = ['small', 'large', 'huge', 'logs', 'mixed', 'cold', 'tiny'];

/** @returns rows of { what, floor, value, unit, met }; value is undefined where nothing was measured */
export function floors(answers) {
  return [
    ...ratios(answers.sets ?? {}),
    ...ofCalls(answers),
    ...bounds(answers),
    ...ofLanes(answers),
  ];
}

/** `most` or `least` is the floor. */
function row(what, value, { most, least, unit = '' }) {
  const known = Number.isFinite(value);
  return {
    what,
    floor: most === undefined ? `≥ ${text(least)}${unit}` : `≤ ${text(most)}${unit}`,
    value: known ? value : undefined,
    unit,
    met: known && (most === undefined ? value >= least : value <= most),
  };
}

const text = (number) => number.toLocaleString('en');

/** The quotient of two contenders' medians. */
function quotient(set, one, other, key = 'ms') {
  const of = (name) =>
    set?.results.find((result) => result.name === name && !result.failure)?.[key];
  return of(one) / of(other);
}

function ratios(sets) {
  const ratio = (name, other, most) =>
    row(`${sets[name]?.title ?? name}: time ÷ that of ${other}`, quotient(sets[name], OWN, other), {
      most,
    });
  return [
    ratio('small', WORKERS, 0.78),
    ratio('small', SHA1SUM, 0.32),
    ratio('small', OPENSSL, 0.8),
    ratio('large', WORKERS, 0.95),
    ratio('large', SHA1SUM, 0.25),
    ratio('logs', WORKERS, 0.85),
    ratio('small', WORKERS, 0.55),
    row(
      `${sets.small?.title ?? 'small'}: CPU time ÷ that of ${OPENSSL}`,
      quotient(sets.small, OWN, OPENSSL, 'cpuMs'),
      { most: 0.5 },
    ),
    ratio('large', WORKERS, 0.66),
    ratio('mixed', WORKERS, 0.62),
    ...BOUNDED.map((name) =>
      row(`${sets[name]?.title ?? name}: lanes on ÷ off`, quotient(sets[name], OWN, OFF), {
        most: 1.03,
      }),
    ),
  ];
}

/** The microseconds of a call whose name begins so. */
const call = (answers, start) =>
  answers.calls?.calls.find(({ group, name }) => group === 'empty' && name.startsWith(start))?.us;

const throughput = (answers) => answers.calls?.verdicts.find(({ list }) => list === 'duplicates');

function ofCalls(answers) {
  const own = call(answers, 'checksig, synchronous (koffi');
  const first = answers.first?.results.find(({ name }) => name === CHECK);
  const verdicts = throughput(answers);
  return [
    row('first call of a process, above an empty Node process', first?.aboveMs, {
      most: 14,
      unit: ' ms',
    }),
    row('synchronous call into Go, main thread', own, { most: 0.5, unit: ' µs' }),
    row('gRPC call ÷ synchronous call', call(answers, 'gRPC') / own, { least: 200 }),
    row('verdicts a second through checkEach, the list read before', verdicts?.onward, {
      least: 1_000_000,
    }),
    row('the same, with the reading of the list', verdicts?.perSecond, { least: 1_000_000 }),
    row('the same, longest slice on the main thread', verdicts?.sliceMs, { most: 5, unit: ' ms' }),
  ];
}

function bounds(answers) {
  const verdicts = throughput(answers);
  const sets = BOUNDED.map((name) => answers.sets?.[name]).filter(Boolean);
  const own = ({ results }) => results.find(({ name }) => name === OWN);
  const memory = (set) =>
    own(set).peakKiB - set.results.find(({ name }) => name === EMPTY.name).peakKiB;
  const mb = (kib) => (kib * 1024) / 1e6;
  const every = sets.filter(own);
  return [
    ...every.map((set) =>
      row(`${set.title}: memory above an empty Node process`, mb(memory(set)), {
        most: 40,
        unit: ' MB',
      }),
    ),
    row('verdicts: memory above an empty Node process', mb(verdicts?.aboveKiB), {
      most: 40,
      unit: ' MB',
    }),
    ...every.map((set) =>
      row(`${set.title}: worst delay of the event loop`, own(set).delayMs, {
        most: 10,
        unit: ' ms',
      }),
    ),
    row('verdicts: worst delay of the event loop', verdicts?.delayMs, { most: 10, unit: ' ms' }),
  ];
}

function ofLanes({ lanes }) {
  return [
    row('SHA-1 in lanes ÷ one stream, one core', bestRatio(lanes, 'sha1', 'automatic'), {
      least: 2.4,
    }),
    row('SHA-256 in lanes ÷ one stream, one core', bestRatio(lanes, 'sha256', 'automatic'), {
      least: 1.7,
    }),
    row('SHA-1 in lanes, AVX2 path ÷ one stream', bestRatio(lanes, 'sha1', 'avx2'), { least: 1.8 }),
  ];
}
