/**
 * Source for a child that has the library with faults: `census()` counts what could leak, once
 * nothing runs any more, and `leaks(before, after)` names what did. Threads are Go's and libuv's
 * to keep, so they may be a few more; memory may be `most` bytes more.
 */
export const CENSUS = `
  process.stdout; // takes a descriptor when it is first used
  const goroutines = require('koffi')
    .load(process.env.CHECKSIG_LIBRARY)
    .func('int checksig_goroutines()');
  async function census() {
    for (let i = 0; i < 5; i++) { gc(); await sleep(60); }
    const status = fs.readFileSync('/proc/self/status', 'latin1');
    return {
      descriptors: fs.readdirSync('/proc/self/fd').length,
      goroutines: goroutines(),
      threads: Number(/Threads:\\s*(\\d+)/.exec(status)[1]),
      bytes: 1024 * Number(/VmRSS:\\s*(\\d+)/.exec(status)[1]),
    };
  }
  function leaks(before, after, most = 20e6) {
    const allowed = { descriptors: 0, goroutines: 0, threads: 4, bytes: most };
    const found = Object.keys(allowed).filter((what) => after[what] > before[what] + allowed[what]);
    return found.map((what) => what + ': ' + before[what] + ' → ' + after[what]).join(', ') || 'none';
  }`;
