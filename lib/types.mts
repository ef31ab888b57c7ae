/**
 * The declarations of the ES module: index.mts has the values.
 *
 * @packageDocumentation
 */
export * from './index.js';
