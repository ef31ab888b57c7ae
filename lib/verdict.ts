import type { VerdictEvent } from './batch';
import type { Listed, NotRegularVerdict, Verdict } from './report';

/** The verdict that an event tells. */
export function toVerdict(event: VerdictEvent): Verdict {
  const { status, path, pathBytes, size, manifest, line, algorithm, expected, message } = event;
  const found = { path, ...(pathBytes && { pathBytes }), size };
  const told = { ...found, message };
  const listed = { ...told, manifest, line, algorithm, expected };
  switch (status) {
    case 'mismatch':
      return { status, ...listed, actual: event.actual };
    case 'unreadable':
      return { status, ...(line === 0 ? told : listed), code: event.detail };
    case 'not-regular':
      return { status, ...listed, kind: event.detail as NotRegularVerdict['kind'] };
    case 'conflict':
      return { status, ...listed, previous: event.detail };
    case 'malformed':
      return { status, ...told, manifest, line, text: event.text, reason: event.detail };
    case 'extra':
      return { status, ...told };
    default:
      return { status, ...listed };
  }
}

/** The order of a report: that of the lists, and what is in none at last. */
export function inListOrder(a: Verdict, b: Verdict): number {
  const manifest = (a as Partial<Listed>).manifest ?? Infinity;
  const other = (b as Partial<Listed>).manifest ?? Infinity;
  if (manifest !== other) return manifest - other;
  const lines = ((a as Partial<Listed>).line ?? 0) - ((b as Partial<Listed>).line ?? 0);
  return lines || (a.path < b.path ? -1 : 1);
}
