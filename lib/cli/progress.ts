import type { Progress } from '../report';
import type { PrintOptions } from './options';
import type { Output, Screen } from './output';
import { clock, count, plain, size } from './text';

const BAR = 20;

/** A progress bar on a terminal's standard error. */
export interface ProgressBar {
  readonly update: (progress: Progress) => void;
  /** Takes the bar off the screen. It appears again with the next update. */
  readonly clear: () => void;
}

/** The bar that is asked for, if any. */
export async function barFor(
  { json, quiet, progress }: PrintOptions,
  { out, err }: Screen,
): Promise<ProgressBar | undefined> {
  // Lines of JSON on a terminal would run into the bar.
  const visible = progress !== false && !quiet && !(json && out.isTerminal);
  return visible ? progressBar(err) : undefined;
}

/** A bar; `undefined` where nobody would see it. It appears with the first update. */
async function progressBar({ isTerminal }: Output): Promise<ProgressBar | undefined> {
  if (!isTerminal) return undefined;
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    stream: process.stderr,
    clearOnComplete: true,
    etaBuffer: 100,
    format: (_, { eta, maxWidth }, { progress }: { progress: Progress }) =>
      barLine(progress, Number(eta), maxWidth),
  });
  let shown = false;
  return {
    update(progress) {
      const { bytes, bytesTotal, files, filesTotal } = progress;
      if (!shown) {
        // What is over before its first update needs no bar.
        if (files === filesTotal) return;
        bar.start(bytesTotal, 0, { progress });
        shown = true;
      }
      bar.setTotal(bytesTotal);
      bar.update(bytes, { progress });
    },
    clear() {
      if (shown) bar.stop();
      shown = false;
    },
  };
}

/** `[==========----------]  52 %  4/10 files  1.2 GB/2.6 GB  0:03 left  httpd-04.log`. */
function barLine(progress: Progress, eta: number, width: number): string {
  const { bytes, bytesTotal, files, filesTotal } = progress;
  const [part, whole] = bytesTotal > 0 ? [bytes, bytesTotal] : [files, filesTotal];
  const done = whole > 0 ? Math.min(part / whole, 1) : 0;
  const full = Math.round(done * BAR);
  const parts = [
    `[${'='.repeat(full)}${'-'.repeat(BAR - full)}]`,
    `${String(Math.floor(done * 100)).padStart(3)} %`,
    `${count(files)}/${count(filesTotal)} files`,
    `${size(bytes)}/${size(bytesTotal)}`,
  ];
  // cli-progress has a word where it has no number.
  if (eta > 0 && Number.isFinite(eta)) parts.push(`${clock(eta)} left`);
  const line = parts.join('  ');
  const name = [...plain(progress.path)];
  const room = width - line.length - 3;
  if (room < 8) return line.slice(0, width - 1);
  const tail = name.length > room ? `…${name.slice(1 - room).join('')}` : name.join('');
  return `${line}  ${tail}`;
}
