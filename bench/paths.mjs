import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (name) => fileURLToPath(new URL(name, import.meta.url));

export const root = at('..');
export const docs = path.join(root, 'docs');
/** Where the answers of a run go, as JSON. */
export const results = path.join(root, 'build/bench');
export const library = path.join(root, 'build/_checksig.so');
export const goModule = at('go');
export const protocol = at('go/service/checksig.proto');
export const lanes = path.join(root, 'native/lanes');

/** The data's place, unless the command says another. */
export const usualData = path.join(os.tmpdir(), 'checksig-bench');
