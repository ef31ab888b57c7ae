/**
 * Checks an argument that is to cross to C as a path. koffi would take a number for an address and
 * cut a string at a NUL, so nothing unchecked may reach it.
 *
 * @throws TypeError that names the argument, what was found and what was expected
 */
export function checkPath(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') {
    throw new TypeError(`${name}: expected a path as a string, found ${describe(value)}`);
  }
  if (value === '') {
    throw new TypeError(`${name}: expected a path, found an empty string`);
  }
  if (value.includes('\0')) {
    throw new TypeError(`${name}: expected a path, found a NUL in ${JSON.stringify(value)}`);
  }
  if (!value.isWellFormed()) {
    throw new TypeError(
      `${name}: expected well-formed Unicode, found a lone surrogate in ${JSON.stringify(value)}`,
    );
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'number':
    case 'boolean':
    case 'bigint':
      return `${typeof value} ${value}`;
    default:
      return typeof value;
  }
}
