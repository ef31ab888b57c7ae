/**
 * Verifies directories of files against their checksum lists, with Go.
 *
 * @packageDocumentation
 */
export { checkSignatures, verify } from './check';
export { ChecksigError, type ChecksigErrorCode, type Failure, type FailureReason } from './errors';
