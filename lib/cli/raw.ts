import { readFileSync } from 'node:fs';

/**
 * The process's last arguments as bytes. Node decodes them as UTF-8, which loses those that are
 * not; Linux still has them.
 *
 * @param args the arguments as Node has them
 */
export function rawArguments(args: readonly string[]): readonly Buffer[] {
  const decoded = args.map((arg) => Buffer.from(arg));
  if (process.platform !== 'linux' || !args.some((arg) => arg.includes('\ufffd'))) return decoded;
  // Each ends with a NUL.
  const all = readFileSync('/proc/self/cmdline', 'latin1').split('\0').slice(0, -1);
  return all.slice(all.length - args.length).map((arg) => Buffer.from(arg, 'latin1'));
}
