import path from 'node:path';

export const root = path.resolve(__dirname, '../..');
export const buildDir = path.join(root, 'build');
