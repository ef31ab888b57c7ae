/** The sets of files that are checked. */
import { OFF, OWN, WORKERS } from './contenders/index.mjs';
import { OPENSSL, SHA1SUM } from './contenders/tools.mjs';
import { normal, uniform } from './random.mjs';

const KB = 1000;
const MIB = 2 ** 20;

const flat = (i) => `${String(i).padStart(6, '0')}.bin`;
const byThousand = (i) =>
  `${String(Math.floor(i / 1000)).padStart(3, '0')}/${String(i % 1000).padStart(3, '0')}.bin`;

/** What is listed beside SHA-1. */
const OTHERS = [
  { algorithm: 'sha256', title: 'SHA-256' },
  { algorithm: 'sha512', title: 'SHA-512' },
  { algorithm: 'md5', title: 'MD5' },
];

/** Who takes part where not all do. */
const FEW = [OWN, OFF, WORKERS, SHA1SUM, OPENSSL];

/**
 * `chunk` is the number of files that `xargs` gives each process: a user would choose it such that
 * both cores have work to the end. `repeat` runs the work so often within a round and takes the
 * median, where it is over in a millisecond. Digests are SHA-1 where there is no
 * `algorithm`.
 */
export function allSets(quick) {
  const size = (full, small) => (quick ? small : full);
  const large = size(256 * MIB, 4 * MIB);
  const huge = size(2048 * MIB, 32 * MIB);
  const tiny = size(1_000_000, 3_000);
  const mixed = size({ files: 30_000, bytes: 4e9 }, { files: 300, bytes: 2e7 });
  const sets = {
    small: { title: '10,000 × 10 KB', chunk: 500, files: evenly(size(10_000, 500), 10 * KB, flat) },
    large: { title: '8 × 256 MiB', chunk: 1, files: evenly(8, large, flat) },
    huge: { title: '1 × 2 GiB', chunk: 1, files: evenly(1, huge, flat) },
    logs: { title: '10 × 110 KB, warm', chunk: 5, repeat: 20, files: evenly(10, 110 * KB, flat) },
    mixed: { title: 'mixed tree', chunk: 200, files: logNormal(mixed.files, mixed.bytes) },
    cold: {
      title: 'mixed tree, cold',
      chunk: 200,
      tree: 'mixed',
      cold: true,
      contenders: [...FEW, 'bounded streams'],
      files: [],
    },
    tiny: { title: '1,000,000 × 100 B', chunk: 2000, files: evenly(tiny, 100, byThousand) },
  };
  for (const tree of ['small', 'large']) {
    for (const { algorithm, title } of OTHERS) {
      sets[`${tree}-${algorithm}`] = {
        ...sets[tree],
        title: `${sets[tree].title}, ${title}`,
        tree,
        algorithm,
        contenders: FEW,
      };
    }
  }
  for (const tree of ['small', 'mixed']) {
    const title = `${sets[tree].title}, in an overlayfs`;
    sets[`${tree}-overlay`] = { ...sets[tree], title, tree, overlay: true, contenders: FEW };
  }
  return sets;
}

/** Files for the growth by bytes: eight of the same size for each total. */
export function growthSets(quick) {
  const totals = quick ? [1, 4, 16] : [1, 4, 16, 64, 256, 1024];
  return totals.map((mib) => ({
    name: `bytes-${mib}`,
    files: evenly(8, (mib * MIB) / 8, flat),
  }));
}

function evenly(count, size, nameOf) {
  return Array.from({ length: count }, (_, i) => ({ name: nameOf(i), size }));
}

/**
 * Files as in a dataset that grew: sizes are log-normal (half of the files below a seventh of the
 * mean, the largest hundreds of times the mean), directories nest up to four deep.
 */
function logNormal(count, bytes) {
  const SIGMA = 2;
  const gauss = normal('sizes');
  const random = uniform('directories');
  const weights = Array.from({ length: count }, () => Math.exp(SIGMA * gauss()));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const files = weights.map((weight, i) => {
    const depth = Math.floor(random() * 5);
    const directories = Array.from({ length: depth }, () => `part-${Math.floor(random() * 8)}/`);
    return {
      name: `${directories.join('')}${flat(i)}`,
      size: Math.round((weight / total) * bytes),
    };
  });
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}
