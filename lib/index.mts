/**
 * The package as an ES module: what the CommonJS module exports (types.mts declares it), and nothing
 * of its own. A process that loads both so has one session with Go, and one class of errors.
 */
import checksig from './whole.js';

export const {
  ALGORITHMS,
  check,
  checkEach,
  checkSignatures,
  ChecksigError,
  createManifest,
  digestFile,
  digestFiles,
  formatManifest,
  parseManifest,
  verify,
} = checksig;
