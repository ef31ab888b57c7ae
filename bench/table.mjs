/** The answers of a run as Markdown. */
import { EMPTY, IDLE, isChecking, isIdle, OWN } from './contenders/index.mjs';
import { floors } from './floors.mjs';
import { CHECK, KOFFI } from './first.mjs';
import { bestSpeed } from './lanes.mjs';

export function markdown({ machine, contenders, options }, answers) {
  return [
    '# Benchmarks',
    `Written by \`npm run bench\`; nothing here is typed. ${machine.join('; ')}. Figures are medians; what took part in turn was run in turn (A B C, A B C, …) after a warm-up. \`bench/install.sh\` installs what checksig is compared with. Data are built once, from a fixed seed, and lie in the page cache unless it says cold. Where the host of a virtual machine takes processors away while they are wanted (the kernel counts it as steal), it is said how much: all that run in turn are slowed by it, and every event loop is delayed.`,
    ...(options.whole ? [] : ['**Part of a run, or a small one: to try the benchmark out.**']),
    ...(answers.again
      ? [`Measured again, each in turn in a run of its own: ${answers.again.join('; ')}.`]
      : []),
    ...floorSection(answers),
    ...setSections(answers.sets, contenders, options),
    ...firstSection(answers.first),
    ...callSection(answers.calls),
    ...growthSection(answers.growth),
    ...accountSection(answers.account, answers.lanes),
    ...lanesSection(answers.lanes),
  ].join('\n\n');
}

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** A number with three digits that count. */
export function figure(value) {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

const mb = (kib) => figure((kib * 1024) / 1e6);
const millis = (ms) => (ms >= 100 ? Math.round(ms).toLocaleString('en') : figure(ms));

/** What the host took while something was measured, as the end of a sentence. */
const hostTook = ({ stolen }) =>
  stolen === undefined ? '' : `; the host took ${figure(stolen * 100)} % of the processors’ time`;

function floorSection(answers) {
  const rows = floors(answers);
  const missed = rows.filter(({ value, met }) => value !== undefined && !met).length;
  const unknown = rows.filter(({ value }) => value === undefined).length;
  return [
    '## Floors',
    `What the project asks of itself: ${rows.length - missed - unknown} of ${rows.length} met, ${missed} missed, ${unknown} not measured. Times of checksig are those of \`check()\`.`,
    table(
      ['', 'floor', 'measured', ''],
      rows.map(({ what, floor, value, unit, met }) => [
        what,
        floor,
        value === undefined ? '–' : `${figure(value)}${unit}`,
        value === undefined ? 'not measured' : met ? 'met' : '**missed**',
      ]),
    ),
  ];
}

function setSections(sets, contenders, { budgetMs, limitMs }) {
  if (!sets) return [];
  const versions = contenders.map(({ found }) => found).filter(Boolean);
  return [
    '## Whole directories',
    "Wall time of contenders in Node is taken inside a process of their own that is running and warm, from the call to its answer; that of command line tools is the whole process. CPU time is user and system, of all threads and children. Memory is the process's peak (for tools that of the largest process), for Node with what it is above an empty Node process. The delay is the longest time between two ticks of a timer of 1 ms on the main thread, in all rounds; the last row is that of a loop that has nothing to do, for a second a round, while every core is busy: it is the machine's part; of files that are not in the page cache there is also a loop that has nothing to do while other processes digest them. Each contender first gets a list that is wrong for one file, and has to find just that one (those that only print digests must print the list's); then a list in which all is right. Streams, hasha and ssri are bounded to 16 files at once, except for “Promise.all”.",
    `A contender that has taken ${budgetMs / 1000} s for a set sits out the rounds that are left, and its row says so; those by which floors are judged never do. A run that is not done after ${limitMs / 1000} s is ended, and has failed.`,
    '![wall time as a multiple of checksig’s](benchmarks.svg)',
    `Versions: ${versions.join('; ')}.`,
    ...Object.values(sets).flatMap((set) => [
      `### ${set.title}`,
      ...(set.absent ? [`${set.absent}.`] : setSection(set)),
    ]),
  ];
}

const setSection = (set) => [
  `${set.files.toLocaleString('en')} files, ${(set.bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB; ${set.rounds} rounds${hostTook(set)}${set.how ? `. Before each run the files are taken out of the page cache, by ${set.how}` : ''}.`,
  setTable(set),
];

/** Those that check, and at last the idle loops. */
function withoutEmpty(results) {
  return [...results.filter(isChecking), ...results.filter(isIdle)];
}

function setTable({ results, rounds }) {
  const own = results.find(({ name, failure }) => name === OWN && !failure);
  const empty = results.find(({ name }) => name === EMPTY.name);
  const rows = withoutEmpty(results).map((result) => {
    const { name, failure, ms, cpuMs, peakKiB, delayMs, lowestMs, highestMs } = result;
    if (failure)
      return [name, failure.replace(/, open '.*/, '').replaceAll('|', '\\|'), '', '', '', '', ''];
    if (isIdle(result)) return [name, '', '', '', '', '', figure(delayMs)];
    const notes = [];
    if (result.rounds === 0) notes.push('the warm-up only');
    else if (result.rounds < rounds) notes.push(`${result.rounds} rounds`);
    return [
      `${name}${notes.length > 0 ? ` (${notes.join()})` : ''}`,
      millis(ms),
      `${millis(lowestMs)} – ${millis(highestMs)}`,
      own ? figure(ms / own.ms) : '–',
      millis(cpuMs),
      `${mb(peakKiB)}${delayMs === undefined ? '' : ` (+${mb(peakKiB - empty.peakKiB)})`}`,
      delayMs === undefined ? '' : figure(delayMs),
    ];
  });
  return table(
    ['', 'wall ms', 'lowest – highest', '× checksig', 'CPU ms', 'memory MB', 'delay ms'],
    rows,
  );
}

/** The first call as a multiple of what depends on the machine as it does. */
function besideKoffi({ results }) {
  const [check, koffi] = [CHECK, KOFFI].map((name) => results.find((one) => one.name === name));
  if (!(check?.aboveMs > 0 && koffi?.aboveMs > 0)) return '';
  return ` The call takes ${figure(check.aboveMs / koffi.aboveMs)} × what \`require('koffi')\` alone takes; the floor, 14 ms, is 2.8 × the 5 ms that it took on the machine for which the floor was set.`;
}

function firstSection(first) {
  if (!first) return [];
  return [
    '## First call of a process',
    `The 10 × 110 KB once, from the start of the process to its end, ${first.rounds} rounds${hostTook(first)}. Contenders in Node are loaded by the same small script, which costs what its row without one says.${besideKoffi(first)}`,
    table(
      ['', 'wall ms', 'above', 'by ms', 'CPU ms', 'memory MB'],
      first.results.map(({ name, above, aboveMs, failure, ms, cpuMs, peakKiB }) =>
        failure
          ? [name, failure.split('\n')[0], '', '', '', '']
          : [
              name,
              figure(ms),
              above ?? '',
              above ? figure(aboveMs) : '',
              figure(cpuMs),
              mb(peakKiB),
            ],
      ),
    ),
  ];
}

/** The article's figures, in microseconds. */
export const ARTICLE = { grpc: 128, library: 3.61 };

const idle = ({ idleDelayMs }) =>
  idleDelayMs === undefined ? [] : [[IDLE.name, '', '', '', '', figure(idleDelayMs), '']];

function callSection(calls) {
  if (!calls) return [];
  const of = (group) => calls.calls.filter((call) => call.group === group);
  const empty = of('empty');
  const own = empty[0].us;
  const grpc = empty.find(({ name }) => name.startsWith('gRPC'))?.us;
  const rows = (list, base) =>
    list.map(({ name, us, failure }) => [
      name,
      failure ?? figure(us),
      failure ? '' : figure(us / base),
    ]);
  return [
    '## Calls',
    `One call at a time, ${calls.rounds} rounds of batches${hostTook(calls)}. The service is a Go program with gRPC and HTTP on loopback, called over a connection that stands.`,
    '![one call in microseconds](benchmarks-calls.svg)',
    table(
      ['', 'shared library µs', 'gRPC µs', 'gRPC ÷ library'],
      [
        ["the article's", figure(ARTICLE.library), figure(ARTICLE.grpc), '35'],
        ['here', figure(own), figure(grpc), figure(grpc / own)],
      ],
    ),
    'An empty call, which returns a number:',
    table(['', 'µs', '× the first'], rows(empty, own)),
    'A directory of one small file, checked:',
    table(['', 'µs', '× the first'], rows(of('verify'), of('verify')[0].us)),
    'Verdicts, one by one, in an asynchronous loop, from the call to the last; and from the first to the last, without the time in which the list is read. Memory is above an empty Node process. A slice is the processor’s time that the main thread takes in a turn of the event loop, the longest of all rounds:',
    table(
      ['', 'list', 'verdicts a second', 'from the first on', 'slice ms', 'delay ms', 'memory MB'],
      calls.verdicts
        .map(({ name, about, failure, perSecond, onward, sliceMs, delayMs, aboveKiB }) =>
          failure
            ? [name, about, failure, '', '', '', '']
            : [
                name,
                about,
                Math.round(perSecond).toLocaleString('en'),
                Math.round(onward).toLocaleString('en'),
                sliceMs ? figure(sliceMs) : '',
                figure(delayMs),
                mb(aboveKiB),
              ],
        )
        .concat(idle(calls)),
    ),
  ];
}

function growthSection(growth) {
  if (!growth) return [];
  const line = ({ slope, base, r2, worst }, unit, factor) =>
    `**${figure(slope * factor)} ${unit}** and ${figure(base)} ms for the call (r² ${r2.toFixed(5)}, the farthest point ${figure(worst * 100)} % off the line)`;
  return [
    '## Growth',
    `Medians of ${growth.rounds} rounds, and the straight line through them. With the number of files, of 100 bytes each: ${line(growth.files, 'µs a file', 1e3)}. With the bytes, of eight files: ${line(growth.bytes, 'ns a byte', 1e6)}.`,
    '![cost against files and bytes](benchmarks-growth.svg)',
    table(
      ['files', 'ms', 'MB', 'ms'],
      Array.from(
        { length: Math.max(growth.files.points.length, growth.bytes.points.length) },
        (_, i) => {
          const [files, ms] = growth.files.points[i] ?? [];
          const [bytes, ms2] = growth.bytes.points[i] ?? [];
          return [
            files?.toLocaleString('en') ?? '',
            files ? millis(ms) : '',
            bytes ? figure(bytes / 1e6) : '',
            bytes ? millis(ms2) : '',
          ];
        },
      ),
    ),
  ];
}

function accountSection(account, alone) {
  if (!account) return [];
  const { one, lanes, limits, speeds, size, systemCalls } = account;
  const best = bestSpeed(alone, 'sha1');
  const lanesLimit = (step) => {
    if (step === 'hash') return best ? figure((size / best) * 1e6) : '';
    return limits[step] ? figure(limits[step]) : '';
  };
  const total = (steps) => Object.values(steps).reduce((sum, value) => sum + value, 0);
  return [
    '## Where the time goes',
    `The 10,000 × 10 KB, in microseconds of CPU time a file (user and system, all threads): a Go program (\`bench/go/account\`) does the engine's work in steps, each with one thing more than the one before; then the engine does all of it in one place (GOMAXPROCS=1), then the same through Node. What hashing in lanes takes follows from what it saves the engine. The limits on this machine: one SHA-1 stream of the standard library ${figure(speeds.hash)} GB/s, reads from the page cache ${figure(speeds.read)} GB/s${best ? `, SHA-1 in lanes ${figure(best / 1e9)} GB/s` : ''}.`,
    '![the account of a file](benchmarks-account.svg)',
    table(
      ['', 'one stream', 'at its limit', 'lanes', 'at their limit'],
      [
        ...Object.keys(one).map((step) => [
          step,
          figure(one[step]),
          limits[step] ? figure(limits[step]) : '',
          figure(lanes[step]),
          lanesLimit(step),
        ]),
        ['all', figure(total(one)), '', figure(total(lanes)), ''],
      ],
    ),
    ...systemCallSection(systemCalls),
  ];
}

function systemCallSection({ counted, failure }) {
  const what =
    'System calls a file, as `strace -f -c` counts those of a process that checks all of them, without those of one that checks 16';
  if (failure) return [`${what}: ${failure}.`];
  return [
    `${what}. Those of which there is less than one a file are not the files': threads wait for each other and are woken, and more so under strace. Those of which there is less than one in a hundred files are left out.`,
    table(
      ['', 'a file'],
      counted.map(([name, calls]) => [`\`${name}\``, figure(calls)]),
    ),
  ];
}

function lanesSection(alone) {
  if (!alone) return [];
  const results = alone.results ?? [];
  return [
    '## Digests alone',
    alone.failure
      ? `\`go test -bench\` in native/lanes failed: ${alone.failure}.`
      : `Messages of one buffer, side by side on one core: \`go test -bench\` in native/lanes, medians of ${alone.rounds}. The ratio is to one stream of Go's standard library.`,
    ...(alone.failure
      ? []
      : [
          table(
            ['algorithm', 'path', 'messages', 'GB/s', 'ratio'],
            results.map(({ algorithm, way, messages, speed, ratio }) => [
              algorithm,
              way,
              messages,
              figure(speed / 1000),
              figure(ratio),
            ]),
          ),
        ]),
  ];
}
