import { toCheckOptions, toPath } from './arguments';
import { STATUSES, type EndEvent } from './batch';
import { endError, JobChannel } from './channel';
import { beginNative } from './native';
import { isFailure, isRemark, type CheckOptions } from './options';
import type { Report, Status, Verdict } from './report';
import type { Field, Request } from './requests';
import { toVerdict } from './verdict';

/** Closes runs whose owner nobody has any more. */
const abandoned = new FinalizationRegistry<CheckRun>((run) => run.close());

/** One check: its request, its verdicts, its report. */
export class CheckRun {
  /** As they were when the run began. */
  readonly options: CheckOptions;
  readonly #channel: JobChannel;
  #closed = false;
  report: Report | undefined;

  /** @param argument the directory's name in messages */
  constructor(argument: string, dir: string, options: CheckOptions, all: boolean) {
    beginNative();
    const root = toPath(argument, dir);
    this.options = toCheckOptions(options);
    this.#channel = new JobChannel(toRequest(root, this.options, all), this.options.signal);
  }

  /**
   * The next verdict; nothing once the run is closed. Progress is told on the way, and the owner is
   * not collected as garbage meanwhile.
   */
  next(owner?: object): Promise<IteratorResult<Verdict, undefined>> {
    const verdict = this.#closed ? undefined : this.#channel.takeOk();
    if (verdict) return Promise.resolve({ done: false, value: verdict });
    return this.#next(owner);
  }

  async #next(owner: object | undefined): Promise<IteratorResult<Verdict, undefined>> {
    while (!this.#closed) {
      try {
        const step = await this.#channel.next(owner);
        if (step.done) {
          this.report = toReport(step.value, this.options);
          const error = endError(step.value);
          if (error) throw error;
          this.close();
        } else if (step.value.kind === 'ok') {
          return { done: false, value: step.value.verdict };
        } else if (step.value.kind === 'verdict') {
          return { done: false, value: toVerdict(step.value) };
        } else if (step.value.kind === 'progress') {
          this.options.onProgress?.(step.value.progress);
        }
      } catch (error) {
        if (this.#closed) break;
        this.close();
        const { end } = this.#channel;
        if (end) this.report ??= toReport(end, this.options);
        this.carryReport();
        throw error;
      }
    }
    return { done: true, value: undefined };
  }

  /** Has the run closed when the owner is collected as garbage. */
  endWith(owner: object): void {
    abandoned.register(owner, this, this);
  }

  /** Stops the work if it is not over. */
  close(): void {
    this.#closed = true;
    // The registry holds the run, and an error's stack may hold the owner: it would stay for ever.
    abandoned.unregister(this);
    this.#channel.cancel();
  }

  /** Has the reason of an abort carry the partial report. */
  carryReport(): void {
    const { signal } = this.options;
    try {
      const reason: unknown = signal?.aborted ? signal.reason : undefined;
      if (!this.report || typeof reason !== 'object' || reason === null) return;
      Reflect.defineProperty(reason, 'report', {
        value: this.report,
        configurable: true,
        writable: true,
      });
    } catch {
      // It does not want to carry anything.
    }
  }
}

function toRequest(dir: string, options: CheckOptions, all: boolean): Request {
  const { manifest, allowedAlgorithms = [] } = options;
  const manifests = typeof manifest === 'string' ? [manifest] : (manifest ?? []);
  const untold = STATUSES.filter(
    (status) =>
      !isFailure(status, options) && !isRemark(status, options) && !(all && status === 'ok'),
  );
  return {
    operation: 'check',
    fields: [
      ['root', dir],
      ...manifests.map((list): Field => ['manifest', list]),
      ['algorithm', options.algorithm],
      ...allowedAlgorithms.map((name): Field => ['allowed', name]),
      ['extras', options.extras !== undefined && options.extras !== 'ignore'],
      ['refuseLinks', options.symlinks === 'refuse'],
      ['workers', options.concurrency],
      ['maxEntries', options.maxEntries],
      ['maxManifestBytes', options.maxManifestBytes],
      ['maxFileBytes', options.maxFileBytes],
      ...untold.map((status): Field => ['untold', status]),
      ['progress', options.onProgress !== undefined],
    ],
  };
}

function toReport(end: EndEvent, options: CheckOptions): Report | undefined {
  if (!end.checked) return undefined;
  const { counts: found, bytes, seconds, manifests } = end.checked;
  const counts = {} as Record<Status, number>;
  STATUSES.forEach((status, i) => (counts[status] = found[i] as number));
  const failed = STATUSES.some((status) => counts[status] > 0 && isFailure(status, options));
  return {
    ok: !end.error && !failed && counts.ok > 0,
    counts,
    bytes,
    seconds,
    manifests,
    failures: [],
    failuresOmitted: 0,
    remarks: [],
    manifest: manifests[0]?.path ?? '',
    algorithm: manifests[0]?.algorithms.join(', ') ?? '',
  };
}
