/**
 * Verifies directories of files against their checksum lists, with Go.
 *
 * @packageDocumentation
 */
export { ALGORITHMS, type Algorithm } from './algorithms';
export { check, checkEach, checkSignatures, type CheckIterator } from './check';
export { createManifest, type CreateReport, type SkippedFile } from './create';
export { digestFile, digestFiles, type DigestOutcome } from './digests';
export { ChecksigError, type ChecksigErrorCode, type Failure, type FailureReason } from './errors';
export { formatManifest, parseManifest, type ManifestEntry, type ParsedManifest } from './format';
export type {
  CheckOptions,
  CreateOptions,
  FormatOptions,
  ParseOptions,
  SignalOptions,
} from './options';
export type {
  ChangedVerdict,
  ConflictVerdict,
  ExtraVerdict,
  FailedVerdict,
  MalformedVerdict,
  ManifestSummary,
  MismatchVerdict,
  MissingVerdict,
  NotRegularVerdict,
  OkVerdict,
  OutsideVerdict,
  Progress,
  Report,
  Status,
  UnreadableVerdict,
  Verdict,
} from './report';
export { verify } from './verify';
