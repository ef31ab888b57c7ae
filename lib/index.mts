/**
 * The package as an ES module: what the CommonJS module exports, and nothing of its own. A process
 * that loads both so has one session with Go, and one class of errors.
 *
 * @packageDocumentation
 */
export * from './index.js';
