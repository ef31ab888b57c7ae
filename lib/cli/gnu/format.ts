/** The lines of standard output. */
import type { FileDigest } from '../../digests';
import type { ByteString } from './bytes';
import type { Settings } from './options';

/**
 * What is printed of a file that was read.
 *
 * @param name undefined for standard input that no operand names
 */
export function formatDigest(
  { digest = '', size }: Pick<FileDigest, 'digest' | 'size'>,
  name: ByteString | undefined,
  settings: Settings,
): ByteString {
  const { algorithm, bits, delimiter, encoding, tagged, binary } = settings;
  if (algorithm.sum) {
    const sum = formatSum(algorithm.name, Number.parseInt(digest, 16), size);
    // GNU leaves a sum's name unescaped.
    return `${sum}${name === undefined ? '' : ` ${name}`}${delimiter}`;
  }
  if (encoding === 'raw') return Buffer.from(digest, 'hex').toString('latin1');
  const text = encoding === 'hex' ? digest : Buffer.from(digest, 'hex').toString('base64');
  const file = name ?? '-';
  const escapes = delimiter === '\n' && /[\\\n\r]/.test(file);
  const escaped = escapes ? escapeName(file) : file;
  const head = escapes ? '\\' : '';
  if (!tagged) return `${head}${text} ${binary ? '*' : ' '}${escaped}${delimiter}`;
  const tag = bits === algorithm.bits ? algorithm.tag : `${algorithm.tag}-${bits}`;
  return `${head}${tag} (${escaped}) = ${text}${delimiter}`;
}

/** What is printed of a listed file that was checked. */
export function formatVerdict(name: ByteString, verdict: string): ByteString {
  const shown = name.includes('\n') ? `\\${escapeName(name)}` : name;
  return `${shown}: ${verdict}\n`;
}

function formatSum(algorithm: string, sum: number, size: number): string {
  switch (algorithm) {
    case 'bsd':
      return `${String(sum).padStart(5, '0')} ${String(Math.ceil(size / 1024)).padStart(5)}`;
    case 'sysv':
      return `${sum} ${Math.ceil(size / 512)}`;
    default:
      return `${sum} ${size}`;
  }
}

function escapeName(name: ByteString): ByteString {
  return name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}
