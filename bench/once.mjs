/** A contender's first call: `node once.mjs MODULE TREE LIST COUNT`. The status is 1 if it fails. */
const [, , module, tree, list, count] = process.argv;

const { start } = await import(module);
const contender = await start();
const { checked, wrong } = await contender.check({
  tree,
  list,
  algorithm: 'sha1',
  count: Number(count),
});
process.exit(checked === Number(count) && wrong.length === 0 ? 0 : 1);
