import { ChecksigError, checkSignatures, verify } from '../lib';
import { buildVector, fill, vectors, type Vector } from './support/vectors';

/** What checkSignatures should say of a vector; undefined when all is well. */
function rejection(vector: Vector, directory: string) {
  const { failures = [], error } = vector;
  if (!error && failures.length === 0) return undefined;
  return {
    code: error?.code ?? 'CHECK_FAILED',
    path: error && fill(error.path, directory),
    message: error?.checkMessage ? fill(error.checkMessage, directory) : message(vector, directory),
    failures: failures.map((failure) => ({ ...failure, message: undefined })),
  };
}

/** What verify should say of a vector; null when all is well. */
function message({ failures = [], error }: Vector, directory: string): string | null {
  const lines = error ? [error] : failures;
  return lines.map(({ message }) => fill(message, directory)).join('\n') || null;
}

describe.each(vectors)('$name', (vector) => {
  let directory: string;
  beforeAll(() => {
    directory = buildVector(vector);
  });

  test('checkSignatures', async () => {
    const found = await checkSignatures(directory).catch((error: unknown) => {
      if (!(error instanceof ChecksigError)) throw error;
      const { code, path, message, failures } = error;
      return { code, path, message, failures };
    });
    expect(found).toEqual(rejection(vector, directory));
  });

  test('verify', async () => {
    expect(await verify(directory)).toBe(message(vector, directory));
  });
});
