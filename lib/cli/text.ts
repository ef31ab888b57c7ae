/** Text for people: what may reach a terminal, and numbers that can be read at a glance. */

/** What a terminal would obey, or show as something else, instead of showing it. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/**
 * Text with its control characters, and all else that is not printed, spelt out: names, lists and
 * arguments may be anybody's.
 */
export function plain(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) as number;
    const digits = code.toString(16);
    if (code < 0x80) return `\\x${digits.padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
  });
}

/** Like {@link plain}, for several lines. */
export function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}

/** `1234567` as `1,234,567`. */
export function count(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** A number of bytes in decimal units, with three digits or so. */
export function size(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  if (bytes === 1) return '1 byte';
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** A time in seconds, or in minutes and hours where there are some. */
export function duration(seconds: number): string {
  if (seconds < 0.1) return `${seconds.toFixed(3)} s`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Whole seconds as `1:02:03`, or `2:03`. */
export function clock(seconds: number): string {
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
  const parts = hours > 0 ? [hours, minutes % 60, seconds % 60] : [minutes, seconds % 60];
  return parts.map((part, i) => String(part).padStart(i > 0 ? 2 : 1, '0')).join(':');
}

/** `maxFileBytes` as `max-file-bytes`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
