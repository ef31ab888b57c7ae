/**
 * The CommonJS module in one value, for index.mts. When Node 20 or 22 imports a CommonJS module, it
 * looks for the names of its exports with a reader in WebAssembly. In index.js that takes 4 ms, and
 * a process cannot exit for 20 to 30 more, until V8 has compiled the reader for its next time. Here
 * are three lines, and no names.
 */
import checksig = require('./index.js');
export = checksig;
